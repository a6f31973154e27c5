import { withInsecureKubelets } from './metrics-server.ts'

/** What the shop needs of a cluster beyond Kubernetes itself. */
export type Addon = {
  name: string
  version: string
  /** In a folder of `--addons`; where there is no URL, in k8s/addons. */
  file: string
  url?: string
  /** An object that is there when the add-on is, whoever has installed it. */
  sign: string
  crds: readonly string[]
  deployments: readonly { namespace: string; name: string }[]
  adapt?: (manifest: string) => string
}

const releases = (repository: string, version: string) =>
  `https://github.com/kubernetes-sigs/${repository}/releases/download/${version}`

export const addons = [
  {
    name: 'metrics-server',
    version: '0.9.0',
    file: 'metrics-server.yaml',
    url: `${releases('metrics-server', 'v0.9.0')}/components.yaml`,
    sign: 'apiservice/v1beta1.metrics.k8s.io',
    crds: [],
    deployments: [{ namespace: 'kube-system', name: 'metrics-server' }],
    adapt: withInsecureKubelets,
  },
  {
    name: 'Gateway API',
    version: '1.4.1',
    file: 'gateway-api.yaml',
    url: `${releases('gateway-api', 'v1.4.1')}/standard-install.yaml`,
    sign: 'crd/gateways.gateway.networking.k8s.io',
    crds: ['gatewayclasses', 'gateways', 'httproutes'].map((name) => `${name}.gateway.networking.k8s.io`),
    deployments: [],
  },
  {
    // After the Gateway API, whose kinds are in it.
    name: 'Traefik',
    version: '3.6',
    file: 'traefik.yaml',
    sign: 'gatewayclass/traefik',
    crds: [],
    deployments: [{ namespace: 'traefik', name: 'traefik' }],
  },
  {
    name: 'KEDA',
    version: '2.21.0',
    file: 'keda.yaml',
    url: 'https://github.com/kedacore/keda/releases/download/v2.21.0/keda-2.21.0-core.yaml',
    sign: 'crd/scaledobjects.keda.sh',
    crds: ['scaledobjects.keda.sh'],
    deployments: [
      { namespace: 'keda', name: 'keda-operator' },
      { namespace: 'keda', name: 'keda-metrics-apiserver' },
    ],
  },
] as const satisfies readonly Addon[]

/** The files that a folder of `--addons` holds. */
export const addonFiles: readonly string[] = addons.filter((addon: Addon) => addon.url).map(({ file }) => file)
