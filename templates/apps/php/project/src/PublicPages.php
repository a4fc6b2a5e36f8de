<?php

declare(strict_types=1);

namespace App;

use FastRoute\RouteCollector;

/** What citizens can do without an account: send something in, and follow it. */
final readonly class PublicPages
{
    public function __construct(
        private Config $config,
        private array $service,
        private View $view,
        private Records $records,
        private References $references,
        private Files $files,
        private Audit $audit,
        private LetterPage $letterPage,
        private Attempts $attempts,
    ) {
    }

    public function addRoutes(RouteCollector $routes): void
    {
        $routes->get('/', $this->home(...));
        $routes->get('/data-pribadi', $this->privacy(...));
        $routes->get('/ajukan/{entity}', $this->form(...));
        $routes->post('/ajukan/{entity}', $this->send(...));
        $routes->get('/status', $this->ask(...));
        $routes->get('/status/{ticket}', $this->status(...));
        $routes->get('/status/{ticket}/surat/{letter}', $this->letter(...));
    }

    private function home(Request $request): Response
    {
        $offered = array_values(array_filter($this->service['entities'], fn (array $entity) => $entity['isPublic']));
        return $this->view->page('home', $request, 'Beranda', ['offered' => $offered]);
    }

    private function privacy(Request $request): Response
    {
        $fields = array_merge(...array_column($this->service['entities'], 'fields'));
        return $this->view->page('privacy', $request, 'Perlindungan data pribadi', [
            'is_encrypted' => array_any($fields, fn (array $field) => $field['encrypted']),
        ]);
    }

    private function form(Request $request, string $entity): Response
    {
        return $this->showForm($request, $this->offered($entity), [], []);
    }

    private function send(Request $request, string $entity): Response
    {
        $entity = $this->offered($entity);
        $this->attempts->count('ajukan', $request, $this->config->attempts * 2);
        $form = new Form($entity, $request, $this->references, $this->files, true);
        if ($form->errors !== []) {
            return $this->showForm($request, $entity, $request->form, $form->errors);
        }
        $form->saveFiles();
        [, $ticket] = $this->records->add($entity, $form->values, $request);
        return Response::redirect("/status/$ticket?baru=1");
    }

    private function showForm(Request $request, array $entity, array $texts, array $errors): Response
    {
        return $this->view->page('submit', $request, $entity['title'], [
            'entity' => $entity,
            'texts' => $texts,
            'errors' => $errors,
            'kept' => [],
            'choices' => $this->references->choices($entity),
        ], $errors === [] ? 200 : 422);
    }

    private function ask(Request $request): Response
    {
        $asked = mb_substr($request->query['nomor'] ?? '', 0, 60);
        $ticket = Records::normalTicket($asked);
        if ($asked !== '' && $this->find($ticket) !== null) {
            return Response::redirect("/status/$ticket");
        }
        return $this->view->page('ask', $request, 'Cek status', ['asked' => $asked], $asked === '' ? 200 : 404);
    }

    private function status(Request $request, string $ticket): Response
    {
        $found = $this->find(Records::normalTicket($ticket));
        if ($found === null) {
            return Response::redirect('/status?nomor=' . rawurlencode(mb_substr($ticket, 0, 60)));
        }
        [$entity, $row] = $found;
        return $this->view->page('status', $request, "Status {$row['ticket']}", [
            'entity' => $entity,
            'row' => $row,
            'values' => $this->records->open($entity, $row),
            'labels' => $this->references->labels($entity, [$row]),
            'fields' => array_filter($entity['fields'], fn (array $field) => in_array($field['name'], $entity['statusFields'], true)),
            'steps' => $this->audit->steps($entity['name'], $row['id']),
            'letters' => $this->publicLetters($entity, $row),
            'is_new' => isset($request->query['baru']),
        ]);
    }

    private function letter(Request $request, string $ticket, string $letter): Response
    {
        [$entity, $row] = $this->find(Records::normalTicket($ticket)) ?? throw PageError::notFound();
        $letter = array_find($this->publicLetters($entity, $row), fn (array $each) => $each['name'] === $letter)
            ?? throw PageError::notFound();
        return $this->letterPage->show($request, $entity, $letter, $row);
    }

    /** What citizens can send in; nothing else is there for them. */
    private function offered(string $name): array
    {
        $entity = Definition::find($this->service, $name);
        return $entity !== null && $entity['isPublic'] ? $entity : throw PageError::notFound();
    }

    /** @return ?array{array, array} entity and record, by the ticket number */
    private function find(string $ticket): ?array
    {
        $code = explode('-', $ticket)[0];
        $entity = array_find($this->service['entities'], fn (array $each) => $each['isPublic'] && $each['code'] === $code);
        $row = $entity === null ? null : $this->records->findByTicket($entity, $ticket);
        return $row === null ? null : [$entity, $row];
    }

    private function publicLetters(array $entity, array $row): array
    {
        return $row['anonymised_at'] !== null ? [] : array_values(array_filter(
            $entity['letters'],
            fn (array $letter) => $letter['isPublic'] && in_array($row['state'], $letter['states'], true),
        ));
    }
}
