import { describe, expect, it } from 'vitest';
import type { Plan, Step, StepKind } from '../../src/plan/model.js';
import { paint } from '../../src/terminal/colour.js';
import { renderPlan } from '../../src/terminal/plan.js';

const step = (kind: StepKind, target: string, rest: Partial<Step> = {}): Step => ({
  id: `${kind}:${target}`,
  kind,
  target,
  reasons: [],
  ...rest,
});

const parkir = { app: 'dishub/parkir', server: 'pusat-1' };

const plan: Plan = {
  formatVersion: 1,
  site: 'kota-contoh',
  fingerprint: 'f',
  unchanged: ['dispar/wisata', 'kec/profil'],
  held: [{ app: 'dishub/parkir', phase: 'not started' }],
  unmanaged: [{ kind: 'service', name: 'dishub-lama' }],
  steps: [
    step('network.create', 'dishub-parkir', { app: 'dishub/parkir' }),
    step('image.build', 'localhost:1/dishub-parkir:c3d4', parkir),
    step('release.run', 'dishub-parkir-release', parkir),
    step('service.update', 'dishub-parkir', {
      ...parkir,
      reasons: [
        { facet: 'image', from: 'a1b2', to: 'c3d4' },
        { facet: 'env', to: '+LOG_LEVEL -DEBUG ~MODE' },
        { facet: 'health' },
      ],
    }),
    step('service.remove', 'dishub-parkir-cron', parkir),
    step('service.create', 'dinkes-antrian', { app: 'dinkes/antrian', server: 'cabang-1' }),
    step('routes.load', 'pusat-1', {
      server: 'pusat-1',
      reasons: [{ facet: 'routes', from: 'aa', to: '3 domains' }],
    }),
  ],
};

const plain = paint(false);

describe('renderPlan', () => {
  it('groups by server and app, with reasons, in English', () => {
    expect(
      renderPlan(plan, { lang: 'en', paint: plain, target: 'kota-contoh' }),
    ).toMatchInlineSnapshot(`
      "On kota-contoh

      cabang-1
        dinkes/antrian
          + create service dinkes-antrian

      pusat-1
        ~ update routes of pusat-1 (reason: 3 domains)
        dishub/parkir
          + create network dishub-parkir
          * build  image dishub-parkir:c3d4
          > run    release command dishub-parkir-release
          ~ update service dishub-parkir (reason: image a1b2 → c3d4; env LOG_LEVEL added, DEBUG removed, MODE changed; health)
          - remove service dishub-parkir-cron

      = unchanged 2 apps
      ! held dishub/parkir (not moved yet; next: induk migrate start dishub/parkir)
      ? unmanaged service dishub-lama (not in the inventory; left alone)

      Plan: 2 to create, 2 to update, 1 to remove. 1 image to build. 1 release command to run."
    `);
  });

  it('says the same in Indonesian', () => {
    expect(renderPlan(plan, { lang: 'id', paint: plain })).toMatchInlineSnapshot(`
      "cabang-1
        dinkes/antrian
          + buat     layanan dinkes-antrian

      pusat-1
        ~ ubah     rute pusat-1 (sebab: 3 domains)
        dishub/parkir
          + buat     jaringan dishub-parkir
          * bangun   image dishub-parkir:c3d4
          > jalankan perintah rilis dishub-parkir-release
          ~ ubah     layanan dishub-parkir (sebab: image a1b2 → c3d4; env LOG_LEVEL ditambah, DEBUG dihapus, MODE diubah; pemeriksaan kesehatan)
          - hapus    layanan dishub-parkir-cron

      = tetap 2 aplikasi
      ! ditahan dishub/parkir (belum dipindahkan; selanjutnya: induk migrate start dishub/parkir)
      ? tak dikelola layanan dishub-lama (tidak ada di inventaris; dibiarkan)

      Rencana: 2 dibuat, 2 diubah, 1 dihapus. 1 image dibangun. 1 perintah rilis dijalankan."
    `);
  });

  it.each([
    ['en', 1, 'Nothing to do: 1 app matches the inventory.'],
    ['en', 3, 'Nothing to do: 3 apps match the inventory.'],
    ['id', 3, 'Tidak ada yang perlu dilakukan: 3 aplikasi sudah sesuai inventaris.'],
  ] as const)('says in %s that %d apps need nothing', (lang, count, expected) => {
    const unchanged = Array.from({ length: count }, (_, at) => `opd/app${at}`);
    const empty = { ...plan, held: [], steps: [], unmanaged: [], unchanged };
    expect(renderPlan(empty, { lang, paint: plain })).toBe(expected);
  });

  it('names what is unmanaged even when there is nothing to do', () => {
    const text = renderPlan({ ...plan, held: [], steps: [] }, { lang: 'en', paint: plain });
    expect(text).toContain('? unmanaged service dishub-lama (not in the inventory; left alone)');
  });

  it('puts the same words under colour', () => {
    const coloured = renderPlan(plan, { lang: 'en', paint: paint(true) });
    // biome-ignore lint/suspicious/noControlCharactersInRegex: colour sequences begin with ESC
    const bare = coloured.replace(/\u001B\[\d+m/g, '');
    expect(bare).toBe(renderPlan(plan, { lang: 'en', paint: plain }));
    expect(coloured).not.toBe(bare);
  });
});
