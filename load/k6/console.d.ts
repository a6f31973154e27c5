// k6 has a console of its own; its types leave it out.
declare const console: { log(line: string): void }
