/** Where an image lies: which registry to ask, and by which name it knows the image. */

/** What is asked for; a reference, already split. */
export interface Tagged {
  /** As in a Dockerfile: `python`, `pytorch/pytorch`, `registry.example.org:5000/lab/python`. */
  name: string;
  tag: string;
}

export interface Place {
  /** Host and port, as people know the registry. */
  host: string;
  /** Where its API starts, `/v2` not included. */
  origin: string;
  /** The image's name inside the registry. */
  repository: string;
  /** The key under which Docker's configuration keeps a login for it. */
  login: string;
}

/** Names by which Docker Hub is called; its API is at one place, its login under another. */
const HUB = ['docker.io', 'index.docker.io', 'registry-1.docker.io'];
const HUB_API = 'registry-1.docker.io';
const HUB_LOGIN = 'https://index.docker.io/v1/';

/**
 * The registry of an image's name, by the rule of https://github.com/distribution/reference
 * (normalize.go): the first part is a host where it holds a dot or a colon or is `localhost`; all
 * else is on Docker Hub, there below `library/` where the name has one part.
 */
export function placeOf(name: string): Place {
  const [first = '', ...rest] = name.split('/');
  const hosted = rest.length > 0 && (/[.:A-Z]/.test(first) || first === 'localhost');
  if (hosted && !HUB.includes(first)) {
    const scheme = isLoopback(first) ? 'http' : 'https';
    return {
      host: first,
      origin: `${scheme}://${first}`,
      repository: rest.join('/'),
      login: first,
    };
  }
  const path = hosted ? rest : [first, ...rest];
  return {
    host: HUB_API,
    origin: `https://${HUB_API}`,
    repository: path.length === 1 ? `library/${path[0]}` : path.join('/'),
    login: HUB_LOGIN,
  };
}

/** Whether a host (a port may follow) is this machine: only there a registry is spoken to in the clear. */
export function isLoopback(host: string): boolean {
  return /^(localhost|127(\.\d{1,3}){3}|\[::1\])(:\d+)?$/.test(host);
}

/** Whether a login or an answer may travel to and from an address. */
export function isSafe(url: URL): boolean {
  return url.protocol === 'https:' || (url.protocol === 'http:' && isLoopback(url.host));
}
