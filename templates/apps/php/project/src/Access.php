<?php

declare(strict_types=1);

namespace App;

/** Who may do what: the one place that reads the request's lists of roles. */
final class Access
{
    /** The account that looks after accounts; it sees no records. */
    public const string ADMIN = 'admin';

    /** @param 'create'|'view'|'edit'|'export' $right who may not see records may do nothing else with them */
    public static function may(array $user, string $right, array $entity): bool
    {
        return in_array($user['role'], $entity[$right], true) && in_array($user['role'], $entity['view'], true);
    }

    public static function seesPersonal(array $user, array $service): bool
    {
        return array_any($service['roles'], fn (array $role) => $role['name'] === $user['role'] && $role['personal']);
    }

    /** Moves this account may make with a record in this state, by their number. */
    public static function moves(array $user, array $entity, string $state): array
    {
        return array_filter($entity['moves'], fn (array $move) => in_array($state, $move['from'], true)
            && in_array($user['role'], $move['by'], true));
    }

    public static function letters(array $user, array $entity, string $state): array
    {
        return array_filter($entity['letters'], fn (array $letter) => in_array($state, $letter['states'], true)
            && in_array($user['role'], $letter['by'], true));
    }

    public static function entities(array $user, array $service): array
    {
        return array_values(array_filter($service['entities'], fn (array $entity) => self::may($user, 'view', $entity)));
    }

    public static function roleTitle(string $name, array $service): string
    {
        $role = array_find($service['roles'], fn (array $role) => $role['name'] === $name);
        return $name === self::ADMIN ? 'Administrator' : $role['title'] ?? $name;
    }
}
