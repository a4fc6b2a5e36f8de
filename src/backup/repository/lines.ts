import type { Readable } from 'node:stream';
import { StringDecoder } from 'node:string_decoder';

/** Gives each line of a stream, without its end; resolves when the stream has ended. */
export async function linesOf(stream: Readable, take: (line: string) => void): Promise<void> {
  const decoder = new StringDecoder('utf8');
  let rest = '';
  for await (const chunk of stream) {
    const lines = (rest + decoder.write(chunk as Buffer)).split('\n');
    rest = lines.pop() as string;
    for (const line of lines) take(line);
  }
  rest += decoder.end();
  if (rest !== '') take(rest);
}
