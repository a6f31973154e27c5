import { fileURLToPath } from 'node:url'
import { chassisSettings } from '@saleday/chassis/chassis-settings'
import { type Environment, settings } from '@saleday/chassis/settings'

export type Config = ReturnType<typeof loadConfig>

const pathOf = (relative: string): string => fileURLToPath(new URL(relative, import.meta.url))

export const loadConfig = (environment: Environment) =>
  settings(environment, (from) => ({
    chassis: {
      ...chassisSettings(from),
      /** Whoever looks at it from elsewhere must ask for that. */
      host: from.string('HOST', { default: '127.0.0.1' }),
    },
    distDir: from.string('DIST_DIR', { default: pathOf('../dist') }),
    /** Where the shop is. */
    on: from.oneOf('ON', ['local', 'cluster'], { default: environment.KUBERNETES_SERVICE_HOST ? 'cluster' : 'local' }),
    /** Of the shop on this machine. */
    dataDir: from.string('DATA_DIR', { default: pathOf('../../.saleday') }),
    /** Of the kubeconfig; its current one where none is named. In a cluster there is none. */
    context: from.optional.string('KUBE_CONTEXT'),
    namespace: from.string('NAMESPACE', { default: 'saleday' }),
    /** In a cluster: what the page calls it. */
    clusterName: from.string('CLUSTER_NAME', { default: 'this cluster' }),
    /** Without one there are no actions. */
    operatorToken: from.optional.secret('OPERATOR_TOKEN', { minLength: 16 }),
  }))
