<?php

declare(strict_types=1);

namespace App;

/**
 * The request as data: reads src/request.php and fills in what it leaves out. What a service, an
 * entity, a field, a state, a move and a letter have is seen here.
 */
final class Definition
{
    public static function load(): array
    {
        return self::complete(require __DIR__ . '/request.php');
    }

    public static function complete(array $service): array
    {
        $service += ['privacy' => null];
        $service['roles'] = array_map(fn (array $role) => $role + ['personal' => false], $service['roles']);
        $service['entities'] = array_map(self::entity(...), $service['entities']);
        return $service;
    }

    private static function entity(array $entity): array
    {
        $entity += ['retention' => null];
        $entity['fields'] = array_map(fn (array $field) => $field + [
            // personal data: masked for roles that need not see it, removed when retention ends
            'personal' => false,
            // encrypted in the database, and so not searchable
            'encrypted' => false,
            'hint' => '',
            // entity that a reference points at
            'to' => null,
            // value of a number, characters of a text
            'min' => null,
            'max' => null,
            'choices' => [],
            // kinds and bytes of a file
            'accept' => [],
            'maxBytes' => 0,
        ], $entity['fields']);
        // a state's note is for the citizen; a move's: whether a remark must be given
        $entity['states'] = array_map(fn (array $state) => $state + ['note' => ''], $entity['states']);
        $entity['moves'] = array_map(fn (array $move) => $move + ['note' => false], $entity['moves']);
        $entity['letters'] = array_map(fn (array $letter) => $letter + ['number' => '', 'isPublic' => false], $entity['letters']);
        return $entity;
    }

    public static function find(array $service, ?string $name): ?array
    {
        return array_find($service['entities'], fn (array $entity) => $entity['name'] === $name);
    }

    /** The state of that name; a record may have one that the request no longer knows. */
    public static function state(array $entity, string $name): array
    {
        return array_find($entity['states'], fn (array $state) => $state['name'] === $name)
            ?? ['name' => $name, 'title' => $name, 'note' => ''];
    }

    /** Whether nothing more happens to a record in this state. */
    public static function isFinal(array $entity, string $state): bool
    {
        return !array_any($entity['moves'], fn (array $move) => in_array($state, $move['from'], true));
    }
}
