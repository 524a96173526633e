/** A forward proxy on this machine's loopback interface: what a hospital's network asks for. */
import { createServer } from 'node:http';
import { type AddressInfo, connect, type Socket } from 'node:net';

export interface Proxy {
  /** Its address, e.g. `http://127.0.0.1:40123`. */
  url: string;
  /** `HOST:PORT` of every tunnel that was asked for, in order. */
  tunnels: string[];
  close(): void;
}

/**
 * Starts one that opens tunnels (CONNECT, RFC 9110, 9.3.6), which is all that https takes.
 * @param routes hosts that it alone knows, with the local port that each leads to
 */
export async function startProxy(routes: Record<string, number>): Promise<Proxy> {
  const tunnels: string[] = [];
  const open = new Set<Socket>();
  const server = createServer((_, response) => response.writeHead(405).end());
  server.on('connect', (request, client: Socket, head) => {
    const target = request.url ?? '';
    tunnels.push(target);
    const [host = '', port] = target.split(':');
    const routed = routes[host];
    const upstream =
      routed === undefined ? connect(Number(port), host) : connect(routed, '127.0.0.1');
    for (const [socket, other] of [
      [client, upstream],
      [upstream, client],
    ] as const) {
      open.add(socket);
      socket.on('error', () => other.destroy());
      socket.on('close', () => open.delete(socket));
    }
    upstream.on('connect', () => {
      client.write('HTTP/1.1 200 Connection Established\r\n\r\n');
      upstream.write(head);
      client.pipe(upstream).pipe(client);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    tunnels,
    close() {
      for (const socket of open) socket.destroy();
      server.close();
    },
  };
}
