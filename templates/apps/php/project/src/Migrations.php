<?php

declare(strict_types=1);

namespace App;

use PDOException;
use RuntimeException;

/**
 * Brings the database to this version, before it gets traffic. Migrations are SQL files. They only
 * add (tables, columns, indexes), because the version before is still running while they do; and every
 * statement can be repeated, because MariaDB cannot take back a table.
 */
final readonly class Migrations
{
    public function __construct(private Database $database, private string $folder)
    {
    }

    /**
     * @return list<string> names of the migrations that were new
     * @throws RuntimeException that names the file that failed; a repeated run begins at it again
     */
    public function run(): array
    {
        $this->database->run('create table if not exists app_migration (
            name varchar(60) primary key, at datetime not null) engine = InnoDB');
        // two releases at once: the second waits, and finds nothing left to do
        if ($this->database->value("select get_lock(concat(database(), '.migration'), 60)") !== 1) {
            throw new RuntimeException('migrasi lain masih berjalan');
        }
        $done = array_column($this->database->all('select name from app_migration'), 'name');
        $new = array_values(array_diff(array_map(basename(...), glob("$this->folder/*.sql")), $done));
        foreach ($new as $name) {
            try {
                array_map($this->database->run(...), $this->statements(file_get_contents("$this->folder/$name")));
            } catch (PDOException $error) {
                throw new RuntimeException("$name: {$error->getMessage()}", previous: $error);
            }
            $this->database->insert('app_migration', ['name' => $name, 'at' => Times::now()]);
        }
        $this->database->value("select release_lock(concat(database(), '.migration'))");
        return $new;
    }

    /** A statement ends with a semicolon at the end of a line. */
    private function statements(string $sql): array
    {
        $plain = preg_replace('/^--.*\n/m', '', $sql);
        return array_filter(array_map(trim(...), preg_split('/;\s*(?:\n|$)/', $plain)), fn (string $text) => $text !== '');
    }

    /** Makes the account `admin` when nobody has one, with a password that must be changed. */
    public function ensureAdmin(string $password): bool
    {
        if ($this->database->one('select id from app_user limit 1') !== null) {
            return false;
        }
        if ($password === '') {
            throw new RuntimeException('Belum diatur: ADMIN_PASSWORD, sandi pertama akun admin');
        }
        $this->database->insert('app_user', [
            'username' => 'admin',
            'name' => 'Administrator',
            'role' => Access::ADMIN,
            'password' => Passwords::hash($password),
            'must_change' => true,
            'created_at' => Times::now(),
        ]);
        return true;
    }
}
