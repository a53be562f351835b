const MASK = '***'

const PATTERNS: readonly RegExp[] = [
  // user:password@host of an address
  /(?<=:\/\/[^\s/:@"']{0,256}:)[^\s/"']{1,1024}(?=@)/g,
  // password=..., "token": "...", Authorization: Bearer ...
  /(?<=(?:password|passwd|pwd|secret|token|api[-_]?key)["'\\]{0,2}\s{0,4}[=:]\s{0,4}["'\\]{0,2})[^\s"'\\,;&}]{1,1024}/gi,
  /(?<=\bBearer\s{1,4})[^\s"',;]{1,1024}/gi,
]

/** A text without the secrets given and without anything that looks like one. */
export function redactSecrets(text: string, secrets: readonly string[]): string {
  const known = secrets.filter((secret) => secret.length > 0).flatMap((secret) => [secret, encodeURIComponent(secret)])
  const withoutKnown = known.reduce((masked, secret) => masked.replaceAll(secret, MASK), text)
  return PATTERNS.reduce((masked, pattern) => masked.replace(pattern, MASK), withoutKnown)
}
