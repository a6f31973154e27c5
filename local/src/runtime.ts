/**
 * How Node runs a server, here as in the image, whose Dockerfile says the same.
 * - Half of V8's default for young objects: 40 MB less for each process at the same rate of requests.
 * - What outlives a few collections of them, mostly garbage that hangs on other garbage, may grow by a quarter before it is
 *   looked through. By itself V8 lets it grow several times over: 50 MB more for a busy process, and no faster.
 */
export const nodeFlags: readonly string[] = ['--max-semi-space-size=8', '--heap-growing-percent=25']

/**
 * How glibc gives out memory, https://man7.org/linux/man-pages/man3/mallopt.3.html. By itself it keeps what each thread has
 * freed for that thread: with argon2id's 19 MiB on four threads, 100 MB of nothing. One arena for all of them, which keeps
 * the room of one hash from login to login: fetching its pages again took a tenth of the rate.
 */
export const allocator = {
  MALLOC_ARENA_MAX: '1',
  MALLOC_MMAP_THRESHOLD_: String(32 * 1024 ** 2),
  MALLOC_TRIM_THRESHOLD_: String(24 * 1024 ** 2),
}
