import { readdirSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { addonManifest, checkAddonsDir } from '@saleday/k8s/addon-manifest'
import { addons } from '@saleday/k8s/addons'
import { checkTools } from '@saleday/k8s/check-tools'
import { type ClusterNode, clusterNodes } from '@saleday/k8s/cluster-nodes'
import { CommandError, createRunner } from '@saleday/k8s/run'
import { repository } from '@saleday/local/repository'
import { explain, UserError } from '@saleday/local/user-error'
import { clusterName } from '../cluster.ts'
import { baseImagesIn, imagesIn, wholeName } from './images.ts'

const usage = `npm run workshop:prepare -- [options]
  --list        says what is needed and what is missing, and fetches nothing
  --addons DIR  the folder that kind:up is given, with the manifests of the add-ons; default: they are downloaded
  --help        shows this

Looks for the tools of the workshop, and fetches every image that it needs: into Docker, and to the nodes of the kind cluster
where there is one. Exit codes: 0 all is there; 1 something is missing; 2 a tool is missing, or an option is not known.`

const { run } = createRunner()
const say = (line: string): void => void process.stdout.write(`${line}\n`)

async function main(args: string[]): Promise<number> {
  const { list, addons: addonsDir, help } = readOptions(args)
  if (help) {
    say(usage)
    return 0
  }
  const folder = addonsDir === undefined ? undefined : resolve(process.env.INIT_CWD ?? '.', addonsDir)
  checkAddonsDir(folder)
  await checkTools(run, ['docker', 'buildx', 'kind', 'kubectl'])
  await Promise.all(['bash', 'curl'].map(mustBeThere))
  say('Tools: docker, buildx, kind, kubectl, bash, curl')
  const onNodes = await imagesOfCluster(folder)
  const images = [...onNodes, ...baseImagesIn(readFileSync(join(repository, 'Dockerfile'), 'utf8'))]
  const missing = await fetchInto(images, list)
  const nodes = (await clusterNodes(run, clusterName)).filter(({ state }) => state === 'running')
  if (nodes.length === 0) {
    say(
      `\nThere is no kind cluster ${clusterName} yet: npm run kind:up makes it, with kind's own image, and then say this again.`,
    )
    return 1
  }
  const lacking = await bringToNodes(nodes, onNodes, list)
  const left = [...missing, ...lacking]
  say(
    left.length === 0 ? '\nAll is there: the workshop needs no internet from now on.' : `\nMissing: ${left.join(', ')}`,
  )
  return left.length === 0 ? 0 : 1
}

function readOptions(args: string[]) {
  try {
    const list = { type: 'boolean', default: false } as const
    const help = { type: 'boolean', short: 'h', default: false } as const
    return parseArgs({ args, options: { list, help, addons: { type: 'string' } } }).values
  } catch (error) {
    throw new UserError(`${(error as Error).message.split('. ')[0]}.`, usage)
  }
}

async function mustBeThere(program: string): Promise<void> {
  await run(program, ['--version']).catch(() => {
    throw new UserError(`${program} is not installed.`, `Install ${program} with your system's package manager.`)
  })
}

/** What pods of the shop and of the add-ons run. */
async function imagesOfCluster(addonsDir: string | undefined): Promise<string[]> {
  const own = readdirSync(join(repository, 'k8s'), { recursive: true, encoding: 'utf8' })
    .filter((file) => /^(base|components)\/.*\.yaml$/.test(file))
    .map((file) => readFileSync(join(repository, 'k8s', file), 'utf8'))
  const others = await Promise.all(addons.map((addon) => addonManifest(addon, addonsDir)))
  return imagesIn([...own, ...others])
}

/** @returns the images that are not in Docker */
async function fetchInto(images: readonly string[], onlyList: boolean): Promise<string[]> {
  say('\nImages in Docker:')
  const missing: string[] = []
  for (const image of images) {
    const isThere = await run('docker', ['image', 'inspect', image]).then(() => true, isMissing)
    const fetched = !isThere && !onlyList && (await pull(image))
    say(`  ${isThere ? 'there  ' : fetched ? 'fetched' : 'MISSING'}  ${image}`)
    if (!isThere && !fetched) missing.push(image)
  }
  return missing
}

function isMissing(error: unknown): false {
  if (error instanceof CommandError && !error.isMissing) return false
  throw error
}

async function pull(image: string): Promise<boolean> {
  try {
    await run('docker', ['pull', '--quiet', image])
    return true
  } catch (error) {
    if (!(error instanceof CommandError)) throw error
    say(`  ${error.stderr.trim()}`)
    return false
  }
}

/** @returns what nodes still lack: each as `image on node` */
async function bringToNodes(
  nodes: readonly ClusterNode[],
  images: readonly string[],
  onlyList: boolean,
): Promise<string[]> {
  say('\nImages on the nodes:')
  const lacking: string[] = []
  for (const { name } of nodes) {
    const before = await lackingOn(name, images)
    if (before.length > 0 && !onlyList) await load(name, before)
    const left = onlyList ? before : await lackingOn(name, images)
    say(
      `  ${name}: ${images.length - left.length} of ${images.length}${left.length > 0 ? `, MISSING ${left.join(', ')}` : ''}`,
    )
    lacking.push(...left.map((image) => `${image} on ${name}`))
  }
  return lacking
}

async function lackingOn(node: string, images: readonly string[]): Promise<string[]> {
  const listed = await run('docker', ['exec', node, 'ctr', '--namespace', 'k8s.io', 'images', 'list', '--quiet'])
  const there = new Set(listed.split('\n').map((line) => line.trim()))
  return images.filter((image) => !there.has(wholeName(image)))
}

/** One after the other: an image that cannot be loaded says so, and the others are. */
async function load(node: string, images: readonly string[]): Promise<void> {
  for (const image of images) {
    await run('kind', ['load', 'docker-image', '--name', clusterName, '--nodes', node, image]).catch((error) => {
      if (!(error instanceof CommandError)) throw error
      say(`  ${error.message.trim()}`)
    })
  }
}

try {
  process.exitCode = await main(process.argv.slice(2))
} catch (error) {
  const { text, exitCode } = error instanceof CommandError ? { text: error.message, exitCode: 1 } : explain(error)
  process.stderr.write(`\n${text}\n`)
  process.exitCode = exitCode
}
