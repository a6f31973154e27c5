import { UserError } from '@saleday/local/user-error'
import { checkTools } from '../src/check-tools.ts'
import { CommandError, type Run } from '../src/run.ts'

const version = 'v0.7.0'

/** @throws UserError that says how to get what is missing */
export async function needTools(run: Run): Promise<void> {
  await checkTools(run, ['kubectl'])
  try {
    await run('kubeconform', ['-v'], { timeoutMs: 20_000 })
  } catch (error) {
    if (!(error instanceof CommandError)) throw error
    const what = error.isMissing ? 'kubeconform is not installed.' : `kubeconform does not work: ${error.message}`
    throw new UserError(what, advice(process.platform, process.arch))
  }
}

export function advice(platform: string, arch: string): string {
  if (platform === 'darwin') return 'Install kubeconform: brew install kubeconform'
  const archive = `kubeconform-linux-${arch === 'arm64' ? 'arm64' : 'amd64'}.tar.gz`
  const url = `https://github.com/yannh/kubeconform/releases/download/${version}/${archive}`
  return `Install kubeconform: curl -L ${url} | sudo tar xz -C /usr/local/bin kubeconform`
}
