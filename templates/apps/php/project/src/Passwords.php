<?php

declare(strict_types=1);

namespace App;

/** Passwords: argon2id, as PHP does it. */
final class Passwords
{
    public const int SHORTEST = 12;

    public const int LONGEST = 200;

    /** Of no account: comparing with it takes as long, so nobody learns which accounts there are. */
    private const string NOBODY = '$argon2id$v=19$m=65536,t=4,p=1$VHVrSUNLTVFTSkg3YkFiOQ$4JHiKTrGjIft+ye3TsOUfauIW53gpWyqdMB5NA9wfTI';

    public static function hash(string $password): string
    {
        return password_hash($password, PASSWORD_ARGON2ID);
    }

    /** @param ?string $hash null when there is no such account */
    public static function fits(string $password, ?string $hash): bool
    {
        return password_verify($password, $hash ?? self::NOBODY) && $hash !== null;
    }

    /** A first password for a new account, easy to read out: four groups of four. */
    public static function temporary(): string
    {
        $letters = 'abcdefghjkmnpqrstuvwxyz23456789';
        $groups = [];
        for ($i = 0; $i < 4; $i++) {
            $groups[$i] = '';
            for ($j = 0; $j < 4; $j++) {
                $groups[$i] .= $letters[random_int(0, strlen($letters) - 1)];
            }
        }
        return implode('-', $groups);
    }
}
