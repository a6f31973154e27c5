import { get } from './target.ts'

/** A pod that runs a script of a test on the Node of an image that is on every node, and needs no rights for it. */
export async function scriptPod(script: string, environment: Readonly<Record<string, string>> = {}) {
  const { spec } = await get('deployment', 'product')
  return {
    restartPolicy: 'Never',
    automountServiceAccountToken: false,
    enableServiceLinks: false,
    terminationGracePeriodSeconds: 0,
    securityContext: {
      runAsNonRoot: true,
      runAsUser: 65532,
      runAsGroup: 65532,
      seccompProfile: { type: 'RuntimeDefault' },
    },
    containers: [
      {
        name: 'script',
        image: spec.template.spec.containers[0].image as string,
        args: ['--input-type=module', '--eval', script],
        env: Object.entries(environment).map(([name, value]) => ({ name, value })),
        ports: [{ name: 'api', containerPort: 3000 }],
        resources: { requests: { cpu: '50m', memory: '64Mi' }, limits: { memory: '256Mi' } },
        securityContext: {
          allowPrivilegeEscalation: false,
          readOnlyRootFilesystem: true,
          capabilities: { drop: ['ALL'] },
        },
      },
    ],
  }
}
