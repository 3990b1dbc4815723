/** When what is on screen has been painted and nothing else is asked. */
export function ensuite(then: () => void): void {
  if ("requestIdleCallback" in globalThis) requestIdleCallback(then, {timeout: 500});
  else setTimeout(then, 60);
}
