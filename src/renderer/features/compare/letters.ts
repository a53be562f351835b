/** How the nth compared run is called where its name is too long: A, B, … T. */
export function letterOf(index: number): string {
  return String.fromCharCode('A'.charCodeAt(0) + index)
}
