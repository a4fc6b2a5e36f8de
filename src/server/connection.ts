/** One machine, reached over one SSH connection or directly when it is this one. */
import type Docker from 'dockerode';

export interface ExecResult {
  /** Exit status; `null` when the channel was lost or the process was killed by a signal. */
  code: number | null;
  stdout: string;
  stderr: string;
}

export interface ExecOptions {
  /** Bytes for the command's standard input; the place for secrets. */
  stdin?: string | Uint8Array | NodeJS.ReadableStream;
  /** Milliseconds until the command is given up; default 60,000. */
  timeout?: number;
  /** Run through `sudo -n` unless the connection is root already. */
  sudo?: boolean;
  signal?: AbortSignal;
  onStdout?: (chunk: Buffer) => void;
  onStderr?: (chunk: Buffer) => void;
}

export interface Connection {
  readonly server: string;
  /** Runs argv (quoted by the one quoting function); never a shell string built from data. */
  exec(argv: readonly string[], options?: ExecOptions): Promise<ExecResult>;
  /** Engine API client over this connection. */
  readonly docker: Docker;
  close(): Promise<void>;
}
