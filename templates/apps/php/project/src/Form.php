<?php

declare(strict_types=1);

namespace App;

/** A sent form → values, or what is wrong with each field. */
final class Form
{
    /** @var array<string, mixed> */
    public array $values = [];

    /** @var array<string, string> */
    public array $errors = [];

    /** @var list<array{string, array, string}> files that passed, still to be saved: field, upload, kind */
    private array $files = [];

    /** @param bool $isNew whether required files must come with it; later the old one stays */
    public function __construct(array $entity, Request $request, References $references, private readonly Files $store, bool $isNew)
    {
        foreach ($entity['fields'] as $field) {
            if ($field['type'] === 'file') {
                $this->checkFile($field, $request->files[$field['name']] ?? null, $isNew);
            } else {
                $this->checkText($field, $request->form[$field['name']] ?? '', $references);
            }
        }
    }

    private function checkFile(array $field, ?array $upload, bool $isNew): void
    {
        if ($upload === null || $upload['bytes'] === 0) {
            if ($isNew && $field['required']) {
                $this->errors[$field['name']] = 'Pilih sebuah berkas.';
            }
            return;
        }
        [$kind, $error] = $this->store->check($upload, $field);
        if ($error === null) {
            $this->files[] = [$field['name'], $upload, $kind];
        } else {
            $this->errors[$field['name']] = $error;
        }
    }

    private function checkText(array $field, string $text, References $references): void
    {
        [$value, $error] = Fields::parse($text, $field);
        if ($error === null && $field['to'] !== null && $value !== null && !$references->exists($field['to'], $value)) {
            $error = 'Pilih salah satu dari daftar.';
        }
        if ($error === null) {
            $this->values[$field['name']] = $value;
        } else {
            $this->errors[$field['name']] = $error;
        }
    }

    /** Saves the files of a form that is right, and puts their ids among its values. */
    public function saveFiles(): void
    {
        foreach ($this->files as [$name, $upload, $kind]) {
            $this->values[$name] = $this->store->save($upload, $kind);
        }
    }

    /** @return list<string> fields that got a file */
    public function fileFields(): array
    {
        return array_column($this->files, 0);
    }
}
