/** Pages of the back office: summary, lists, one record. */
import { lettersFor, may, movesFor, seesPersonal, visibleEntities } from '../access.js';
import type { Row, User, Value } from '../database.js';
import {
  type Entity,
  type Field,
  isFinal,
  type Move,
  type Service,
  stateOf,
} from '../definition.js';
import { formatDay, formatTime, mask, showValue } from '../field-values.js';
import { type Html, html } from '../html.js';
import { pageSize, type Search, type Values } from '../records.js';
import { titleOf } from '../references.js';
import { type FormState, fields, hasFiles, openForm } from './fields.js';

export function summaryPage(
  service: Service,
  user: User,
  counts: Map<string, Map<string, number>>,
): Html {
  const entities = visibleEntities(user, service);
  const waiting = entities.flatMap((entity) =>
    entity.states
      .filter(({ name }) => movesFor(user, entity, name).length > 0)
      .map((state) => ({ entity, state, count: counts.get(entity.name)?.get(state.name) ?? 0 }))
      .filter(({ count }) => count > 0),
  );
  return html`<h1>Ringkasan</h1>
<section><h2>Menunggu Anda</h2>${
    waiting.length === 0
      ? html`<p>Tidak ada yang menunggu tindakan Anda.</p>`
      : html`<ul class="tiles">${waiting.map(
          ({ entity, state, count }) =>
            html`<li><a href="/petugas/data/${entity.name}?keadaan=${state.name}"><strong>${count}</strong><span>${entity.title}<small>${state.title}</small></span></a></li>`,
        )}</ul>`
  }</section>
${entities.map(
  (entity) =>
    html`<section><h2>${entity.title}</h2><dl class="counts">${entity.states.map(
      ({ name, title }) =>
        html`<div><dt><a href="/petugas/data/${entity.name}?keadaan=${name}">${title}</a></dt><dd>${counts.get(entity.name)?.get(name) ?? 0}</dd></div>`,
    )}</dl></section>`,
)}`;
}

export interface List {
  service: Service;
  user: User;
  entity: Entity;
  search: Search;
  rows: Row[];
  labels: Map<string, string>;
  total: number;
}

/** Fields that a list shows: the first three that are short, and readable as they are stored. */
export function columnsOf({ fields }: Entity): Field[] {
  return fields
    .filter(({ type, encrypted }) => !encrypted && !['file', 'paragraph', 'yesno'].includes(type))
    .slice(0, 3);
}

export function listPage(list: List): Html {
  const { entity, user, search, rows, total } = list;
  const query = `q=${encodeURIComponent(search.text)}&keadaan=${search.state}`;
  const base = `/petugas/data/${entity.name}`;
  return html`<div class="title"><h1>${entity.title}</h1><p>${
    may(user, 'create', entity) && html`<a class="button" href="${base}/baru">Tambah</a>`
  }${may(user, 'export', entity) && html`<a class="button light" href="${base}/ekspor.xlsx">Unduh XLSX</a><a class="button light" href="${base}/ekspor.csv">Unduh CSV</a>`}</p></div>
<form method="get" action="${base}" class="search" role="search"><div><label for="q">Cari</label><input type="search" id="q" name="q" value="${search.text}"></div><div><label for="keadaan">Status</label><select id="keadaan" name="keadaan"><option value="">Semua</option>${entity.states.map(
    ({ name, title }) =>
      html`<option value="${name}"${name === search.state && html` selected`}>${title}</option>`,
  )}</select></div><button>Tampilkan</button></form>
<p class="small">${total} data</p>
${rows.length === 0 ? html`<p>Tidak ada data yang cocok.</p>` : table(list)}
${pages(base, query, search.page, total)}`;
}

function table({ entity, rows, labels, service, user }: List): Html {
  const personal = seesPersonal(user, service);
  const columns = columnsOf(entity);
  return html`<div class="scroll" role="region" aria-label="Daftar ${entity.title}" tabindex="0"><table><thead><tr><th scope="col">Nomor tiket</th><th scope="col">Status</th>${columns.map(
    ({ label }) => html`<th scope="col">${label}</th>`,
  )}<th scope="col">Dibuat</th></tr></thead><tbody>${rows.map(
    (row) =>
      html`<tr><th scope="row"><a href="/petugas/data/${entity.name}/${row.id}">${row.ticket}</a></th><td>${badge(entity, row)}</td>${columns.map(
        (field) => html`<td>${shown(field, row[field.name] as Value, labels, personal)}</td>`,
      )}<td><time class="day" datetime="${row.created_at.toISOString()}">${formatDay(row.created_at)}</time></td></tr>`,
  )}</tbody></table></div>`;
}

function pages(base: string, query: string, page: number, total: number): Html | undefined {
  const last = Math.max(1, Math.ceil(total / pageSize));
  if (last === 1) return undefined;
  const link = (to: number, words: string, rel: string) =>
    html`<a href="${base}?${query}&halaman=${to}" rel="${rel}">${words}</a>`;
  return html`<nav class="pages" aria-label="Halaman">${page > 1 && link(page - 1, '← Sebelumnya', 'prev')}<span>Halaman ${page} dari ${last}</span>${page < last && link(page + 1, 'Berikutnya →', 'next')}</nav>`;
}

function badge(entity: Entity, row: Row): Html {
  const kind = isFinal(entity, row.state) ? 'badge is-final' : 'badge';
  return html`<span class="${kind}">${stateOf(entity, row.state).title}</span>`;
}

function shown(field: Field, value: Value, labels: Map<string, string>, personal: boolean) {
  const text = showValue(field, value, labels);
  return field.personal && !personal ? mask(text) : text;
}

export interface Detail {
  service: Service;
  user: User;
  entity: Entity;
  row: Row;
  values: Values;
  labels: Map<string, string>;
  files: Map<number, { name: string; size: string }>;
  history: { at: Date; actor: string; action: string; detail: string; note: string | null }[];
  related: { entity: Entity; field: string; rows: Row[] }[];
  token: string;
  /** What was wrong with a move. */
  error?: string;
}

export function detailPage(detail: Detail): Html {
  const { entity, row, user, error } = detail;
  const base = `/petugas/data/${entity.name}`;
  return html`<p class="small"><a href="${base}">← ${entity.title}</a></p>
<div class="title"><h1>${row.ticket}</h1><p>${
    may(user, 'edit', entity) &&
    row.anonymised_at === null &&
    html`<a class="button light" href="${base}/${row.id}/ubah">Ubah</a>`
  }${lettersFor(user, entity, row.state).map(
    ({ name, title }) =>
      html`<a class="button light" href="${base}/${row.id}/surat/${name}.pdf">Cetak ${title}</a>`,
  )}</p></div>
${error !== undefined && html`<div class="alert" role="alert"><p>${error}</p></div>`}
<p class="state">${badge(entity, row)} diperbarui ${formatTime(row.updated_at)}</p>
<div class="columns"><div>${data(detail)}${detail.related.map((each) => relatedList(each, detail))}</div><aside>${actions(detail)}${history(detail)}</aside></div>`;
}

function data({ service, user, entity, row, values, labels, files }: Detail): Html {
  const personal = seesPersonal(user, service);
  return html`<section class="card"><h2>Data</h2><dl>${entity.fields.map((field) => {
    const file = field.type === 'file' ? files.get(Number(values[field.name])) : undefined;
    const link = html`<a href="/petugas/data/${entity.name}/${row.id}/berkas/${field.name}">${file?.name}</a> <small>${file?.size}</small>`;
    const isHidden = field.personal && !personal;
    const text =
      field.type === 'file'
        ? file === undefined
          ? '–'
          : isHidden
            ? 'Ada'
            : link
        : shown(field, values[field.name] ?? null, labels, personal);
    return html`<dt>${field.label}</dt><dd>${text}</dd>`;
  })}</dl>${row.anonymised_at !== null && html`<p class="small">Data pribadi dihapus pada ${formatTime(row.anonymised_at)} karena masa simpannya berakhir.</p>`}</section>`;
}

function actions({ user, entity, row, token }: Detail): Html | undefined {
  const moves = movesFor(user, entity, row.state);
  if (moves.length === 0) return undefined;
  return html`<section class="card"><h2>Tindakan</h2>${moves.map((move) => moveForm(entity, row, move, token))}</section>`;
}

function moveForm(entity: Entity, row: Row, move: Move, token: string): Html {
  const index = entity.moves.indexOf(move);
  const id = `note-${index}`;
  return html`${openForm(`/petugas/data/${entity.name}/${row.id}/pindah`, token)}<input type="hidden" name="langkah" value="${index}"><input type="hidden" name="dari" value="${row.state}">${
    move.note &&
    html`<label for="${id}">Catatan untuk “${move.title}”</label><textarea id="${id}" name="note" rows="2" maxlength="1000" aria-required="true"></textarea>`
  }<button>${move.title}</button></form>`;
}

function history({ history }: Detail): Html {
  return html`<section class="card"><h2>Riwayat</h2><ol class="history">${history.map(
    ({ at, actor, action, detail, note }) =>
      html`<li><strong>${action}</strong> oleh ${actor}${detail !== '' && html`<br>${detail}`}<time datetime="${at.toISOString()}">${formatTime(at)}</time>${note && html`<blockquote>${note}</blockquote>`}</li>`,
  )}</ol></section>`;
}

function relatedList({ entity, field, rows }: Detail['related'][number], { row, user }: Detail) {
  if (!may(user, 'view', entity)) return undefined;
  return html`<section class="card"><h2>${entity.title}</h2>${
    rows.length === 0
      ? html`<p class="small">Belum ada.</p>`
      : html`<ul class="plain">${rows.map(
          (each) =>
            html`<li><a href="/petugas/data/${entity.name}/${each.id}">${titleOf(entity, each)}</a> ${badge(entity, each)}</li>`,
        )}</ul>`
  }${may(user, 'create', entity) && html`<p><a class="button light" href="/petugas/data/${entity.name}/baru?${field}=${row.id}">Tambah ${entity.title}</a></p>`}</section>`;
}

/** @param row that is changed; absent for a new one */
export function editPage(state: FormState, token: string, row?: Row): Html {
  const { entity } = state;
  const base = `/petugas/data/${entity.name}`;
  const [action, title, back] =
    row === undefined
      ? [`${base}/baru`, `Tambah: ${entity.title}`, base]
      : [`${base}/${row.id}/ubah`, `Ubah ${row.ticket}`, `${base}/${row.id}`];
  return html`<div class="narrow"><h1>${title}</h1>${openForm(action, token, hasFiles(entity))}${
    row !== undefined && html`<input type="hidden" name="version" value="${row.version}">`
  }${fields(state)}<p><button>Simpan</button> <a href="${back}">Batal</a></p></form></div>`;
}
