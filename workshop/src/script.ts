import { basename } from 'node:path'
import type { Block, Page } from './page.ts'

/**
 * The bash script that types a page: its blocks as they are, in one shell, so that variables of one block are there in the
 * next. It ends at the first block that does not do what the page says of it, and names its line.
 * @param folder for what second terminals write
 */
export function scriptOf(page: Page, folder: string): string {
  const name = basename(page.file)
  return [prelude(folder), ...page.blocks.map((block, index) => blockScript(name, block, index)), ending].join('\n')
}

const prelude = (folder: string) => `set -E
folder=${quoted(folder)}
here=
seconds=()
watches=()
fail() {
  printf '%s: %s\\n' "$here" "$1" >&2
  exit 1
}
trap 'fail "this command did not end well: $BASH_COMMAND"' ERR
begin() {
  here=$1
  printf '\\n── %s\\n' "$here"
}
end_all() {
  for pid in "\${seconds[@]}" "\${watches[@]}"; do kill -TERM -- "-$pid" 2>/dev/null || true; done
  wait 2>/dev/null || true
}
trap end_all EXIT
`

function blockScript(name: string, { kind, text, line }: Block, index: number): string {
  const at = `begin ${quoted(`${name}:${line}`)}`
  const echo = `printf '%s\\n' ${quoted(text.replace(/^/gm, '$ '))}`
  if (kind === 'sh') return [at, echo, text].join('\n')
  if (kind === 'sh refused')
    // In a condition, so that the trap does not take what was to be refused for an end.
    return [at, echo, `if\n${text}\nthen fail 'this was to be refused, and was not'; fi`].join('\n')
  const output = `"$folder"/${index}.log`
  const list = kind === 'sh watch' ? 'watches' : 'seconds'
  // A process group of its own, so that it is ended with all that it has started.
  return [
    at,
    echo,
    'set -m',
    `{ trap - ERR EXIT; set -e\n${text}\n} >${output} 2>&1 </dev/null &`,
    'set +m',
    `${list}+=($!)`,
    `here_of[$!]=${quoted(`${name}:${line}`)}; log_of[$!]=${output}`,
  ].join('\n')
}

const ending = `
begin 'the other terminals'
for pid in "\${watches[@]}"; do
  if kill -0 "$pid" 2>/dev/null; then continue; fi
  wait "$pid" || { here=\${here_of[$pid]}; cat "\${log_of[$pid]}"; fail 'this was to go on, and has failed'; }
done
for pid in "\${seconds[@]}"; do
  wait "$pid" || { here=\${here_of[$pid]}; cat "\${log_of[$pid]}"; fail 'this did not end well in the second terminal'; }
  cat "\${log_of[$pid]}"
done
seconds=()
`

const quoted = (text: string): string => `'${text.replaceAll("'", "'\\''")}'`
