import { type Container, containersOf, isJob, probeNames, title, type Workload, workloads } from '../objects.ts'
import { type Complaint, complaint, type Rendering, type Rule } from '../rule.ts'

export const resources: Rule = {
  name: 'every container asks for CPU and memory, and has a limit of memory and none of CPU',
  check: ({ objects }) =>
    eachContainer(objects, (container, where) => {
      const { requests = {}, limits = {} } = container.resources ?? {}
      return [
        ...(['cpu', 'memory'] as const)
          .filter((resource) => !requests[resource])
          .map((resource) =>
            complaint(where, `asks for no ${resource}`, `set resources.requests.${resource}, from measurement`),
          ),
        ...(limits.memory ? [] : [complaint(where, 'has no limit of memory', 'set resources.limits.memory')]),
        ...(limits.cpu
          ? [
              complaint(
                where,
                'has a limit of CPU, which slows it down while CPU is idle',
                'remove resources.limits.cpu',
              ),
            ]
          : []),
      ]
    }),
}

export const probes: Rule = {
  name: 'every container that runs on has three probes, and those of Jobs none, but for what others wait for',
  check: ({ objects }) =>
    workloads(objects).flatMap((workload) => {
      const { initContainers = [], containers } = workload.spec.template.spec
      // An init container that goes on beside the others is one of them.
      const running = [...initContainers.filter(({ restartPolicy }) => restartPolicy === 'Always'), ...containers]
      return running.flatMap((container) =>
        probeNames
          .filter((probe) => (container[probe] === undefined) === isWanted(probe, container, workload))
          .map((probe) =>
            container[probe] !== undefined
              ? complaint(whereOf(workload, container), `has a ${probe}`, 'remove it: a Job ends by itself')
              : complaint(
                  whereOf(workload, container),
                  `has no ${probe}`,
                  'add it: started, alive and ready are three things',
                ),
          ),
      )
    }),
}

/** In a Job, the others start when an init container that goes on is good. */
const isWanted = (probe: string, container: Container, workload: Workload): boolean =>
  !isJob(workload) || (probe === 'startupProbe' && !workload.spec.template.spec.containers.includes(container))

const whereOf = (workload: Workload, { name }: Container) => `${title(workload)}, container ${name}`

export function eachContainer(
  objects: Rendering['objects'],
  check: (container: Container, where: string, workload: Workload) => Complaint[],
): Complaint[] {
  return workloads(objects).flatMap((workload) =>
    containersOf(workload.spec.template.spec).flatMap((container) =>
      check(container, whereOf(workload, container), workload),
    ),
  )
}
