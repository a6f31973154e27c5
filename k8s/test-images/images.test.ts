import assert from 'node:assert/strict'
import { before, test } from 'node:test'
import { folderOf } from '@saleday/local/parties'
import { build, type Image } from './build.ts'
import { evaluate, runOnce } from './docker.ts'
import { bytesOf, type File, filesOf } from './files.ts'

/** What the images are: their content, their user, and how a process of each begins. */

const largest = 210e6
const largestOwnPart = 6e6

let images: Image[]
const filesIn = new Map<string, File[]>()

before(async () => {
  images = await build()
  await eachImage(async ({ server, name }) => void filesIn.set(server, await filesOf(name)))
})

/** Two at a time: each is a container that starts. */
async function eachImage(promise: (image: Image, files: File[]) => Promise<void> | void): Promise<void> {
  const waiting = images.values()
  const work = async () => {
    for (const image of waiting) await promise(image, filesIn.get(image.server)!)
  }
  await Promise.all([work(), work()])
}

function none(found: readonly unknown[], where: string): void {
  assert.deepEqual(found.slice(0, 10), [], `${where}: ${found.length} in all`)
}

const megabytes = (bytes: number) => `${(bytes / 1e6).toFixed(1)} MB`
const shortened = (text: string) => text.slice(0, 2_000)

test('unchanged sources give the same images', async (t) => {
  const from = performance.now()
  const again = await build()
  t.diagnostic(`built again in ${((performance.now() - from) / 1000).toFixed(1)} s`)
  assert.deepEqual(
    again.map(({ id }) => id),
    images.map(({ id }) => id),
  )
})

test('an image takes 210 MB or less, nearly all of it in layers that the others have too', (t) =>
  eachImage(({ server, layers }, files) => {
    const total = bytesOf(files)
    const own = bytesOf(files.filter(({ path }) => /^\/app\/(services|sandbox|web|\.compiled)\//.test(path)))
    t.diagnostic(`${server}: ${megabytes(total)}, ${megabytes(own)} of it its own`)
    assert.ok(total <= largest, `${server} takes ${megabytes(total)}`)
    assert.ok(own <= largestOwnPart, `${megabytes(own)} of ${server} are its own`)
    const shared = layers.filter((layer) => images.every((image) => image.layers.includes(layer)))
    assert.ok(layers.length - shared.length <= 2, `${server} has ${layers.length - shared.length} layers of its own`)
  }))

test('an image holds what its service runs with, and nothing else', () =>
  eachImage(({ server }, files) => {
    const unwanted = [
      /^(\/usr)?(\/local)?\/s?bin\/(sh|bash|dash|busybox|apt|dpkg|npm|npx|corepack)$/,
      /\/node_modules\/npm\//,
      /\.map$/,
      /\.d\.[cm]?ts$/,
      /\.node$/, // would be made for one kind of processor
      /^\/app\/(packages|services|sandbox|web)\/(.*\/)?(test|.*\.test\.ts|README\.md|tsconfig\.json)$/,
      /^\/app\/packages\/(testing|embedded)/,
      /^\/app\/node_modules\/(typescript|turbo|@biomejs|testcontainers|vite|rolldown|lightningcss|preact)\//,
      /^\/app\/(packages|services|sandbox|web)\/(.*\/)?\./,
      /^\/app\/web\/(?!(src|dist)(\/|$)|package\.json$)/, // pages are served as vite built them
    ]
    const found = files.map(({ path }) => path).filter((path) => unwanted.some((pattern) => pattern.test(path)))
    none(found, server)
    const others = files
      .map(({ path }) => /^\/app\/(?:(?:services|sandbox)\/[^/]+|web(?=\/|$))/.exec(path)?.[0])
      .filter((folder) => folder !== undefined && folder !== `/app/${folderOf(server)}`)
    none(others, server)
  }))

test('nobody but root could change the program, and no program gives rights', () =>
  eachImage(({ server }, files) => {
    const open = files
      .filter(({ path, isLink }) => !isLink && (path.startsWith('/app') || path.startsWith('/usr')))
      .filter(({ mode, owner }) => owner !== 0 || (mode & 0o022) !== 0)
    none(open, server)
    none(
      files.filter(({ mode, size }) => size > 0 && (mode & 0o6000) !== 0),
      server,
    )
  }))

test('the user is 65532 by number, and the labels say what it is', () =>
  eachImage(({ server, config }) => {
    assert.equal(config.User, '65532:65532')
    assert.equal(config.WorkingDir, `/app/${folderOf(server)}`)
    assert.equal(config.Labels['org.opencontainers.image.title'], `saleday/${server}`)
    for (const label of ['licenses', 'version', 'revision', 'source'])
      assert.ok(`org.opencontainers.image.${label}` in config.Labels, label)
  }))

test('a process has that user, and is the first of its container', async () => {
  const { stdout } = await evaluate(images[0]!.name, 'console.log(process.getuid(), process.getgid(), process.pid)')
  assert.equal(stdout, '65532 65532 1\n')
})

for (const tracing of [[], ['--env', 'NODE_OPTIONS=--import=@saleday/chassis/tracing']]) {
  const how = tracing.length > 0 ? 'with tracing' : 'without tracing'
  test(`${how}: a process without settings has all of its code compiled, names what is missing, and ends with 2`, (t) =>
    eachImage(async ({ server, name }) => {
      const environment = ['--env', 'NODE_DEBUG_NATIVE=COMPILE_CACHE', '--env', 'DIST_DIR=/nowhere', ...tracing]
      const { code, stderr } = await runOnce(name, [], environment)
      assert.equal(code, 2, shortened(stderr))
      assert.match(stderr, new RegExp(`^${server} does not start`, 'm'))
      assert.match(stderr, /^ {2}(CARTS_VALKEY|DATABASE)_URL is not set|There is no storefront in \/nowhere/m)
      const lines = stderr.split('\n')
      const accepted = lines.filter((line) => line.includes('was accepted')).length
      t.diagnostic(`${server}: ${accepted} modules`)
      assert.ok(accepted > 300, `${server}: ${accepted} modules were found compiled\n${shortened(stderr)}`)
      none(
        lines.filter((line) => /not initialized|rejected|Cannot create|writing cache/i.test(line)),
        server,
      )
    }))
}
