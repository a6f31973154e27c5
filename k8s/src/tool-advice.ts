import type { ToolName } from './check-tools.ts'

const kindVersion = 'v0.33.0'
const kubectlVersion = 'v1.36.3'

type Advice = { linux: string; darwin: string }

/** How to get a tool, in one line; `daemon` is Docker when it is there and does not run. */
export function advice(what: ToolName | 'daemon', platform: string, arch: string): string {
  const cpu = arch === 'arm64' ? 'arm64' : 'amd64'
  return advices(cpu)[what][platform === 'darwin' ? 'darwin' : 'linux']
}

const advices = (cpu: string): Record<ToolName | 'daemon', Advice> => ({
  docker: {
    linux: 'Install Docker: https://docs.docker.com/engine/install/',
    darwin: 'Install Docker Desktop: brew install --cask docker-desktop, or https://docs.docker.com/desktop/',
  },
  daemon: {
    linux:
      'Start it: sudo systemctl start docker. Where permission is denied: sudo usermod -aG docker $USER, then log in again.',
    darwin: 'Start it: open -a Docker',
  },
  buildx: {
    linux: "Install Docker's buildx: the package docker-buildx-plugin, or https://github.com/docker/buildx#installing",
    darwin: "Install Docker's buildx: it comes with Docker Desktop; else brew install docker-buildx",
  },
  kind: {
    linux: `Install kind: ${toPath('kind', `https://kind.sigs.k8s.io/dl/${kindVersion}/kind-linux-${cpu}`)}`,
    darwin: 'Install kind: brew install kind',
  },
  kubectl: {
    linux: `Install kubectl: ${toPath('kubectl', `https://dl.k8s.io/release/${kubectlVersion}/bin/linux/${cpu}/kubectl`)}`,
    darwin: 'Install kubectl: brew install kubectl',
  },
})

const toPath = (name: string, url: string) =>
  `curl -Lo ${name} ${url} && sudo install ${name} /usr/local/bin/ && rm ${name}`
