/** Dumps as programs write them, and what reads them. */
import { type DumpFacts, Refusal } from '../../../src/migrate/archive/facts.js';
import { MariadbDump } from '../../../src/migrate/archive/mariadb-dump.js';
import { PostgresDump } from '../../../src/migrate/archive/postgres-dump.js';

export const mariadb = (body: string): string => `/*M!999999\\- enable the sandbox mode */ 
-- MariaDB dump 10.19  Distrib 10.11.6-MariaDB, for debian-linux-gnu (x86_64)
--
-- Host: localhost    Database: parkir
-- ------------------------------------------------------
-- Server version	10.11.6-MariaDB-0+deb12u1

/*!40101 SET @OLD_CHARACTER_SET_CLIENT=@@CHARACTER_SET_CLIENT */;
/*!40101 SET NAMES utf8mb4 */;
/*!40103 SET TIME_ZONE='+00:00' */;
${body}
/*!40101 SET CHARACTER_SET_CLIENT=@OLD_CHARACTER_SET_CLIENT */;
-- Dump completed on 2026-11-22 10:00:00
`;

export const postgres = (body: string): string => `--
-- PostgreSQL database dump
--

\\restrict abc123

-- Dumped from database version 13.1 (Debian 13.1-0+deb12u1)
-- Dumped by pg_dump version 13.1 (Debian 13.1-0+deb12u1)

SET statement_timeout = 0;
SET standard_conforming_strings = on;
SELECT pg_catalog.set_config('search_path', '', false);
${body}
--
-- PostgreSQL database dump complete
--

\\unrestrict abc123
`;

/** @param cut bytes in a chunk */
export function readDump(
  kind: 'mariadb' | 'postgres',
  text: string,
  { cut = 1 << 16, maps }: { cut?: number; maps?: ReadonlyMap<string, string> } = {},
): { facts: DumpFacts; loaded: string } {
  const loaded: Buffer[] = [];
  const emit = (bytes: Buffer): void => void loaded.push(Buffer.from(bytes));
  const options = { emit, ...(maps === undefined ? {} : { maps }) };
  const dump = kind === 'mariadb' ? new MariadbDump(options) : new PostgresDump(options);
  const bytes = Buffer.from(text);
  for (let at = 0; at < bytes.length; at += cut) dump.write(bytes.subarray(at, at + cut));
  return { facts: dump.finish(), loaded: Buffer.concat(loaded).toString('utf8') };
}

/** The code with which reading it ends. */
export function refusal(kind: 'mariadb' | 'postgres', text: string): [string, object] {
  try {
    readDump(kind, text, { cut: 7 });
  } catch (error) {
    if (error instanceof Refusal) return [error.code, error.args];
    throw error;
  }
  return ['none', {}];
}
