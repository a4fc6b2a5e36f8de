import { connect, createServer, type Socket } from 'node:net';

export interface Relay {
  port: number;
  /** Closes every line through it at once, as a pulled cable with a reset does. */
  cut: () => void;
  stop: () => Promise<void>;
}

/** A TCP port that passes everything on to another one of this machine, until it is cut. */
export function startRelay(target: number): Promise<Relay> {
  const sockets = new Set<Socket>();
  const server = createServer((near) => {
    const far = connect({ port: target, host: '127.0.0.1' });
    for (const socket of [near, far]) {
      sockets.add(socket);
      socket.on('error', () => {});
      socket.on('close', () => sockets.delete(socket));
    }
    near.pipe(far).pipe(near);
  });
  const cut = () => {
    for (const socket of sockets) {
      socket.resetAndDestroy();
    }
  };
  return new Promise((resolve) => {
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address() as { port: number };
      const stop = () => new Promise<void>((done) => server.close(() => done()));
      resolve({ port, cut, stop });
    });
  });
}
