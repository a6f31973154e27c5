import { containersOf, ofKind, title, workloads } from '../objects.ts'
import { complaint, type Rule } from '../rule.ts'

/** `saleday/order:1.2@sha256:…` has the tag 1.2. */
export const tagOf = (image: string): string | undefined => /:([^:/@]+)(@|$)/.exec(image)?.[1]

export const jobNames: Rule = {
  name: "the name of each Job ends with its image's tag: a new version is a new Job",
  onlyWhole: true,
  check: ({ objects }) =>
    ofKind(objects, 'Job').flatMap((job) =>
      containersOf(job.spec.template.spec)
        .filter(({ image }) => !job.metadata.name.endsWith(`-${tagOf(image)}`))
        .map(({ name, image }) =>
          complaint(title(job), `its container ${name} runs ${image}`, 'add the Job to components/job-names'),
        ),
    ),
}

export const images: Rule = {
  name: 'every image has a version, and all of one server run the same',
  check: ({ objects }) => {
    const tags = new Map<string, string>()
    return workloads(objects).flatMap((workload) =>
      containersOf(workload.spec.template.spec).flatMap(({ name, image }) => {
        const where = `${title(workload)}, container ${name}`
        const tag = tagOf(image)
        if (!tag || tag === 'latest') {
          return [complaint(where, `runs ${image}, whatever that is today`, 'name a version')]
        }
        const repository = image.slice(0, image.indexOf(`:${tag}`))
        const other = tags.get(repository) ?? image
        tags.set(repository, other)
        return other === image
          ? []
          : [complaint(where, `runs ${image}, and elsewhere it is ${other}`, 'make them the same')]
      }),
    )
  },
}
