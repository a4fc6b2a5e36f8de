import { pack } from 'tar-stream';

/** A file of an archive; a name that ends in `/` is a folder. */
export interface ArchiveFile {
  name: string;
  mode: number;
  content?: string;
}

/** Small files as a tar archive: what the engine and `tar -x` take several of at once. */
export async function archiveOf(files: readonly ArchiveFile[]): Promise<Buffer> {
  const tar = pack();
  for (const { name, mode, content = '' } of files) {
    if (name.endsWith('/')) tar.entry({ name, mode, type: 'directory' });
    else tar.entry({ name, mode }, content);
  }
  tar.finalize();
  const chunks: Buffer[] = [];
  for await (const chunk of tar) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}
