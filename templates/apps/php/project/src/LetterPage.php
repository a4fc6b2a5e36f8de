<?php

declare(strict_types=1);

namespace App;

/** A record's letter as a page to be printed: the citizen's and the office's are the same. */
final readonly class LetterPage
{
    public function __construct(
        private View $view,
        private Records $records,
        private References $references,
        private Letters $letters,
    ) {
    }

    public function show(Request $request, array $entity, array $letter, array $row): Response
    {
        $values = $this->records->open($entity, $row);
        $labels = $this->references->labels($entity, [$row]);
        $texts = [];
        foreach ($entity['fields'] as $field) {
            $texts[$field['name']] = Fields::show($field, $values[$field['name']], $labels);
        }
        $words = ['letter' => $letter, ...$this->letters->write($entity, $letter, $row, $texts)];
        return $this->view->page('letter', $request, $letter['title'], $words);
    }
}
