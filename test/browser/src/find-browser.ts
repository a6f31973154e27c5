import { accessSync, constants } from 'node:fs'
import { delimiter, join } from 'node:path'
import { UserError } from '@saleday/local/user-error'

const names = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable']
const onMac = [
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
]

/**
 * The program of Chromium or Chrome: what `CHROMIUM_PATH` names, else the first on the PATH.
 * @throws UserError that says what to install
 */
export function findBrowser(
  environment: NodeJS.ProcessEnv = process.env,
  mayRun: (path: string) => boolean = isProgram,
): string {
  const given = environment.CHROMIUM_PATH
  if (given) {
    if (mayRun(given)) return given
    throw new UserError(
      `CHROMIUM_PATH is '${given}', which is no program that can be run.`,
      'Let it name the program of Chromium or Google Chrome, or leave it out where one is on the PATH.',
    )
  }
  const folders = (environment.PATH ?? '').split(delimiter).filter((folder) => folder !== '')
  const found = [...names.flatMap((name) => folders.map((folder) => join(folder, name))), ...onMac].find(mayRun)
  if (found) return found
  throw new UserError(
    `There is no browser: none of ${names.join(', ')} is on the PATH.`,
    'Install Chromium (Debian: apt-get install chromium; Fedora: dnf install chromium; macOS: brew install --cask chromium) ' +
      'or Google Chrome, or let CHROMIUM_PATH name its program.',
  )
}

function isProgram(path: string): boolean {
  try {
    accessSync(path, constants.X_OK)
    return true
  } catch {
    return false
  }
}
