<?php

declare(strict_types=1);

namespace App;

use FastRoute\RouteCollector;

/** The back office: summary, lists, records and their way through the states. */
final readonly class OfficePages
{
    /** Columns of a list, besides ticket, status and day. */
    private const int COLUMNS = 3;

    public function __construct(
        private array $service,
        private View $view,
        private Records $records,
        private References $references,
        private Files $files,
        private Audit $audit,
        private LetterPage $letterPage,
        private Export $export,
    ) {
    }

    public function addRoutes(RouteCollector $routes): void
    {
        $routes->get('/petugas', $this->summary(...));
        $routes->addGroup('/petugas/data/{entity}', function (RouteCollector $data): void {
            $data->get('', $this->list(...));
            $data->get('/baru', $this->new(...));
            $data->post('/baru', $this->add(...));
            $data->get('/ekspor.csv', $this->csv(...));
            $data->get('/{id:\d+}', $this->detail(...));
            $data->get('/{id:\d+}/ubah', $this->edit(...));
            $data->post('/{id:\d+}/ubah', $this->change(...));
            $data->post('/{id:\d+}/pindah', $this->move(...));
            $data->get('/{id:\d+}/berkas/{field}', $this->file(...));
            $data->get('/{id:\d+}/surat/{letter}', $this->letter(...));
        });
    }

    private function summary(Request $request): Response
    {
        $entities = Access::entities($request->user, $this->service);
        $counts = [];
        $waiting = [];
        foreach ($entities as $entity) {
            $counts[$entity['name']] = $this->records->counts($entity);
            foreach ($entity['states'] as $state) {
                $count = $counts[$entity['name']][$state['name']] ?? 0;
                if ($count > 0 && Access::moves($request->user, $entity, $state['name']) !== []) {
                    $waiting[] = ['entity' => $entity, 'state' => $state, 'count' => $count];
                }
            }
        }
        return $this->view->page('summary', $request, 'Ringkasan', ['counts' => $counts, 'waiting' => $waiting]);
    }

    private function list(Request $request, string $entity): Response
    {
        $entity = $this->entity($request, $entity, 'view');
        $text = mb_substr($request->query['q'] ?? '', 0, 100);
        $state = $request->query['keadaan'] ?? '';
        $state = in_array($state, array_column($entity['states'], 'name'), true) ? $state : '';
        $page = min(max(1, (int) ($request->query['halaman'] ?? 1)), 100_000);
        $personal = Access::seesPersonal($request->user, $this->service);
        [$rows, $total] = $this->records->list($entity, $text, $state, $page, $personal);
        $columns = array_filter($entity['fields'], fn (array $field) => !$field['encrypted']
            && !in_array($field['type'], ['file', 'paragraph', 'yesno'], true));
        return $this->view->page('list', $request, $entity['title'], [
            'entity' => $entity,
            'columns' => array_slice($columns, 0, self::COLUMNS),
            'rows' => $rows,
            'values' => array_map(fn (array $row) => $this->records->open($entity, $row), $rows),
            'labels' => $this->references->labels($entity, $rows),
            'text' => $text,
            'chosen' => $state,
            'page' => $page,
            'last' => max(1, (int) ceil($total / Records::PAGE)),
            'total' => $total,
        ]);
    }

    private function new(Request $request, string $entity): Response
    {
        $entity = $this->entity($request, $entity, 'create');
        return $this->showForm($request, $entity, $request->query, []);
    }

    private function add(Request $request, string $entity): Response
    {
        $entity = $this->entity($request, $entity, 'create');
        $form = new Form($entity, $request, $this->references, $this->files, true);
        if ($form->errors !== []) {
            return $this->showForm($request, $entity, $request->form, $form->errors);
        }
        $form->saveFiles();
        [$id] = $this->records->add($entity, $form->values, $request);
        return Response::redirect("/petugas/data/{$entity['name']}/$id");
    }

    private function detail(Request $request, string $entity, string $id): Response
    {
        $entity = $this->entity($request, $entity, 'view');
        $row = $this->records->find($entity, $id);
        // who read somebody's personal data is on record
        $isPersonal = array_any($entity['fields'], fn (array $field) => $field['personal']);
        if ($isPersonal && Access::seesPersonal($request->user, $this->service)) {
            $this->audit->write($request, 'dilihat', $entity['name'], $row['id']);
        }
        return $this->showDetail($request, $entity, $row);
    }

    private function showDetail(Request $request, array $entity, array $row, ?string $error = null): Response
    {
        $values = $this->records->open($entity, $row);
        $ids = array_filter(array_map(
            fn (array $field) => $field['type'] === 'file' ? $values[$field['name']] : null,
            $entity['fields'],
        ));
        return $this->view->page('detail', $request, $row['ticket'], [
            'entity' => $entity,
            'row' => $row,
            'values' => $values,
            'labels' => $this->references->labels($entity, [$row]),
            'files' => $this->files->find(array_values($ids)),
            'history' => $this->audit->history($entity['name'], $row['id']),
            'related' => $this->references->related($entity, $row['id']),
            'sees_personal' => Access::seesPersonal($request->user, $this->service),
            'error' => $error,
        ], $error === null ? 200 : 422);
    }

    private function edit(Request $request, string $entity, string $id): Response
    {
        [$entity, $row] = $this->editable($request, $entity, $id);
        $values = $this->records->open($entity, $row);
        $texts = [];
        foreach ($entity['fields'] as $field) {
            $texts[$field['name']] = Fields::typed($field, $values[$field['name']]);
        }
        return $this->showForm($request, $entity, $texts, [], $row);
    }

    private function change(Request $request, string $entity, string $id): Response
    {
        [$entity, $row] = $this->editable($request, $entity, $id);
        $form = new Form($entity, $request, $this->references, $this->files, false);
        if ($form->errors !== []) {
            return $this->showForm($request, $entity, $request->form, $form->errors, $row);
        }
        $form->saveFiles();
        $version = (int) ($request->form['version'] ?? 0);
        $isDone = $this->records->change($entity, $row, $form->values, $version, $request);
        // the old file goes; when somebody else was faster, the new one
        foreach ($form->fileFields() as $name) {
            $old = $isDone ? $row[$name] : $form->values[$name];
            if ($old !== null) {
                $this->files->remove($old);
            }
        }
        return $isDone ? Response::redirect("/petugas/data/{$entity['name']}/{$row['id']}") : throw PageError::conflict();
    }

    private function move(Request $request, string $entity, string $id): Response
    {
        $entity = $this->entity($request, $entity, 'view');
        $row = $this->records->find($entity, $id);
        // the state the person saw: a record that moved meanwhile is not moved once more
        if (($request->form['dari'] ?? '') !== $row['state']) {
            throw PageError::conflict();
        }
        $number = $request->form['langkah'] ?? '';
        $move = Access::moves($request->user, $entity, $row['state'])[$number] ?? throw PageError::notFound();
        $note = mb_substr(trim($request->form['note'] ?? ''), 0, 1000);
        if ($move['note'] && $note === '') {
            return $this->showDetail($request, $entity, $row, "Tulis catatan untuk “{$move['title']}”.");
        }
        if (!$this->records->move($entity, $row, $move, $note, $request)) {
            throw PageError::conflict();
        }
        return Response::redirect("/petugas/data/{$entity['name']}/{$row['id']}");
    }

    private function file(Request $request, string $entity, string $id, string $field): Response
    {
        $entity = $this->entity($request, $entity, 'view');
        $row = $this->records->find($entity, $id);
        $field = array_find($entity['fields'], fn (array $each) => $each['name'] === $field && $each['type'] === 'file');
        $isHidden = $field !== null && $field['personal'] && !Access::seesPersonal($request->user, $this->service);
        $number = $field === null || $isHidden ? null : $row[$field['name']];
        $file = $number === null ? null : $this->files->find([$number])[$number] ?? null;
        if ($file === null) {
            throw PageError::notFound();
        }
        $this->audit->write($request, 'berkas dibuka', $entity['name'], $row['id'], $field['label']);
        return $this->files->send($file);
    }

    private function letter(Request $request, string $entity, string $id, string $letter): Response
    {
        $entity = $this->entity($request, $entity, 'view');
        $row = $this->records->find($entity, $id);
        $letter = array_find(
            Access::letters($request->user, $entity, $row['state']),
            fn (array $each) => $each['name'] === $letter,
        ) ?? throw PageError::notFound();
        $this->audit->write($request, 'surat dicetak', $entity['name'], $row['id'], $letter['title']);
        return $this->letterPage->show($request, $entity, $letter, $row);
    }

    private function csv(Request $request, string $entity): Response
    {
        $entity = $this->entity($request, $entity, 'export');
        $this->audit->write($request, 'diekspor', $entity['name'], null, 'CSV');
        $lines = $this->export->csv($entity, Access::seesPersonal($request->user, $this->service));
        return new Response(200, $lines, [
            'Content-Type' => 'text/csv; charset=utf-8',
            'Content-Disposition' => "attachment; filename=\"{$entity['name']}.csv\"",
            'Cache-Control' => 'no-store',
        ]);
    }

    private function showForm(Request $request, array $entity, array $texts, array $errors, ?array $row = null): Response
    {
        $kept = $row === null ? [] : array_keys(array_filter($row, fn ($value) => $value !== null));
        return $this->view->page('edit', $request, $row['ticket'] ?? $entity['title'], [
            'entity' => $entity,
            'row' => $row,
            'texts' => $texts,
            'errors' => $errors,
            'kept' => $kept,
            'choices' => $this->references->choices($entity),
        ], $errors === [] ? 200 : 422);
    }

    /** @throws PageError when there is none, or the account has not this right */
    private function entity(Request $request, string $name, string $right): array
    {
        $entity = Definition::find($this->service, $name);
        return $entity !== null && Access::may($request->user, $right, $entity) ? $entity : throw PageError::notFound();
    }

    /** @return array{array, array} entity and record; what was anonymised stays as it is */
    private function editable(Request $request, string $name, string $id): array
    {
        $entity = $this->entity($request, $name, 'edit');
        $row = $this->records->find($entity, $id);
        return $row['anonymised_at'] === null ? [$entity, $row] : throw PageError::notFound();
    }
}
