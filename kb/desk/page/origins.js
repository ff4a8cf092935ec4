// Whose messages the desk listens to: the shop's `frame_ancestors`, in which a star may stand for subdomains.

/** Those of `allowed` that `origin` is, as the list that `readChatwoot` compares with. */
export function originsFor(origin, allowed) {
  return allowed.some((pattern) => matches(pattern, origin)) ? [origin] : [];
}

function matches(pattern, origin) {
  const star = /^(https:\/\/)\*(\.[a-z0-9-]+(?:\.[a-z0-9-]+)+(?::\d+)?)$/i.exec(pattern);
  if (!star) return pattern === origin;
  const [, scheme, rest] = star;
  const subdomain = origin.slice(scheme.length, origin.length - rest.length);
  return origin.startsWith(scheme) && origin.endsWith(rest) && /^[a-z0-9-]+(?:\.[a-z0-9-]+)*$/.test(subdomain);
}
