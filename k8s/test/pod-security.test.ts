import assert from 'node:assert/strict'
import { CommandError } from '../src/run.ts'
import { podsOf } from './pods.ts'
import { promise } from './promise.ts'
import { services } from './services.ts'
import { get, type KubeObject, kubectl, namespace } from './target.ts'

promise('every pod of the namespace passes restricted, which is enforced', { about: [] }, async () => {
  const { metadata } = await get('namespace', namespace)
  assert.equal(metadata.labels['pod-security.kubernetes.io/enforce'], 'restricted')
  // Asked for a label that is not there yet, the API server looks at each pod that runs and warns of those that violate it.
  const labels = ['enforce=restricted', 'enforce-version=latest'].map((label) => `pod-security.kubernetes.io/${label}`)
  const asked = ['label', '--dry-run=server', '--overwrite', 'namespace', namespace, ...labels]
  await kubectl([...asked, '--warnings-as-errors'])
})

promise(
  'a pod that asks for more than restricted allows, made in the namespace, is refused',
  { about: [] },
  async () => {
    const pod = {
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: { name: 'too-much' },
      spec: { containers: [{ name: 'it', image: 'node:26', securityContext: { privileged: true } }] },
    }
    await assert.rejects(
      kubectl(['create', '--dry-run=server', '--filename', '-'], { input: JSON.stringify(pod) }),
      (error) => error instanceof CommandError && /violates PodSecurity "restricted/.test(error.stderr),
    )
  },
)

promise(
  'services run as 65532, with nothing to write to and no token of the API server',
  { about: services },
  async () => {
    const pods: KubeObject[] = await podsOf(...services, 'bank')
    for (const { metadata, spec } of pods) {
      assert.deepEqual(
        [spec.securityContext.runAsUser, spec.securityContext.runAsNonRoot],
        [65532, true],
        metadata.name,
      )
      for (const { securityContext } of spec.containers) {
        assert.equal(securityContext.readOnlyRootFilesystem, true, metadata.name)
        assert.deepEqual(securityContext.capabilities, { drop: ['ALL'] }, metadata.name)
      }
      const mounts = spec.containers.flatMap(({ volumeMounts }: KubeObject) => volumeMounts)
      assert.ok(
        mounts.every(
          ({ readOnly, mountPath }: KubeObject) => readOnly && !mountPath.startsWith('/var/run/secrets/kubernetes.io'),
        ),
        metadata.name,
      )
    }
    // What they say is so: asked from within.
    const script = `console.log(process.getuid()); require('node:fs').writeFileSync('/app/it', '')`
    await assert.rejects(
      kubectl(['exec', 'deployment/order', '--', '/usr/bin/node', '-e', script]),
      (error) => error instanceof CommandError && error.stdout === '65532\n' && /EROFS/.test(error.stderr),
    )
  },
)
