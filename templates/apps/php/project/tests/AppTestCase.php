<?php

declare(strict_types=1);

namespace App\Tests;

use App\App;
use App\Audit;
use App\Config;
use App\Database;
use App\Definition;
use App\Encryption;
use App\Files;
use App\Migrations;
use App\Passwords;
use App\Records;
use App\Request;
use App\Sessions;
use App\Times;
use PHPUnit\Framework\TestCase;
use RuntimeException;

/** For the tests: the app on a database of its own, people, and values that are right. */
abstract class AppTestCase extends TestCase
{
    protected const string PASSWORD = 'empat kata yang panjang';

    protected static Config $config;

    protected static Database $database;

    /** Hashing takes long on purpose; once for all accounts is enough here. */
    private static string $hash;

    protected array $service;

    protected App $app;

    protected function setUp(): void
    {
        $this->service = Definition::load();
        $this->app = new App(self::$config, self::$database, $this->service);
    }

    /** Empties the database of DB_NAME, unless somebody works in it. */
    public static function prepareDatabase(): void
    {
        $uploads = sys_get_temp_dir() . '/uji-' . bin2hex(random_bytes(6));
        self::$config = new Config(
            database: getenv('DB_NAME') ?: throw new RuntimeException('DB_NAME: basis data kosong untuk uji'),
            user: (string) getenv('DB_USER'),
            password: (string) getenv('DB_PASSWORD'),
            socket: (string) getenv('DB_SOCKET'),
            host: getenv('DB_HOST') ?: 'localhost',
            dataKey: random_bytes(32),
            cookieKey: bin2hex(random_bytes(16)),
            uploads: $uploads,
            attempts: 1000,
        );
        self::$database = new Database(self::$config);
        self::$hash = Passwords::hash(self::PASSWORD);
        $tables = self::$database->all('select table_name as name from information_schema.tables where table_schema = database()');
        $names = array_column($tables, 'name');
        if ($names !== [] && !in_array('app_test', $names, true)) {
            throw new RuntimeException('DB_NAME berisi data: uji menghapus semuanya, jadi pakai basis data yang kosong');
        }
        self::$database->run('set foreign_key_checks = 0');
        foreach ($names as $name) {
            self::$database->run("drop table $name");
        }
        self::$database->run('set foreign_key_checks = 1');
        self::$database->run('create table app_test (id integer)');
        (new Migrations(self::$database, dirname(__DIR__) . '/migrations'))->run();
    }

    /** @return array{int, string} id and user name of a new account */
    protected function addUser(string $role): array
    {
        $username = 'uji.' . bin2hex(random_bytes(4));
        $id = self::$database->insert('app_user', [
            'username' => $username,
            'name' => "Uji $role",
            'role' => $role,
            'password' => self::$hash,
            'created_at' => Times::now(),
        ]);
        return [$id, $username];
    }

    /** Somebody with this role who has logged in. */
    protected function logInAs(string $role): Person
    {
        [$id] = $this->addUser($role);
        $person = new Person($this->app);
        $person->cookies[Sessions::COOKIE] = (new Sessions(self::$database))->token($id);
        return $person;
    }

    /** What somebody could type into a field; references need an id. */
    protected static function sampleText(array $field, int $reference = 0): string
    {
        return match ($field['type']) {
            'text' => str_pad('Contoh', $field['min'] ?? 0, 'o'),
            'paragraph' => str_pad("Contoh\ndua baris", $field['min'] ?? 0, 'o'),
            'number' => (string) max($field['min'] ?? 0, min(2, $field['max'] ?? 2)),
            'money' => (string) ($field['min'] ?? '1.500.000'),
            'date' => '2026-08-17',
            'choice' => $field['choices'][0]['value'],
            'yesno' => 'ya',
            'reference' => (string) $reference,
            'nik' => '3171234108900001',
            'nip' => '197003151998032004',
            'phone' => '0812 3456 7890',
            'email' => 'warga@contoh.go.id',
        };
    }

    /** @return array{string, string} name and content of a file that a field accepts */
    protected static function sampleFile(array $field): array
    {
        $kind = $field['accept'][0];
        $content = match ($kind) {
            'pdf' => "%PDF-1.4\n%uji\n%%EOF\n",
            'jpg' => "\xff\xd8\xff\xe0\x00\x10JFIF",
            'png' => "\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR",
            default => "PK\x03\x04\x14\x00\x06\x00",
        };
        return ["contoh.$kind", $content];
    }

    /** @return array{array<string, string>, array} all a form of this entity needs: texts and files */
    protected function sampleForm(array $entity): array
    {
        $texts = [];
        $files = [];
        foreach ($entity['fields'] as $field) {
            if ($field['type'] === 'file') {
                $files[$field['name']] = self::sampleFile($field);
            } else {
                $texts[$field['name']] = self::sampleText($field, $this->referenced($field));
            }
        }
        return [$texts, $files];
    }

    private function referenced(array $field): int
    {
        $target = Definition::find($this->service, $field['to']);
        return $target === null ? 0 : $this->addSample($target)[0];
    }

    /** Puts a record into the database, without any form. @return array{int, string} id and ticket */
    protected function addSample(array $entity): array
    {
        $values = [];
        $store = new Files(self::$database, self::$config->uploads);
        foreach ($entity['fields'] as $field) {
            $values[$field['name']] = $field['type'] === 'file'
                ? $this->saveSample($store, self::sampleFile($field))
                : \App\Fields::parse(self::sampleText($field, $this->referenced($field)), $field)[0];
        }
        return $this->records()->add($entity, $values, new Request('POST', '/'));
    }

    private function saveSample(Files $store, array $file): int
    {
        [$name, $content] = $file;
        $path = tempnam(sys_get_temp_dir(), 'contoh');
        file_put_contents($path, $content);
        $id = $store->save(['name' => $name, 'path' => $path, 'bytes' => strlen($content)], pathinfo($name, PATHINFO_EXTENSION));
        unlink($path);
        return $id;
    }

    protected function records(): Records
    {
        $audit = new Audit(self::$database);
        return new Records(self::$database, $audit, new Encryption(self::$config->dataKey));
    }

    protected function setState(array $entity, int $id, string $state): void
    {
        self::$database->run("update {$entity['name']} set state = ? where id = ?", [$state, $id]);
    }

    protected function howMany(array $entity): int
    {
        return self::$database->value("select count(*) from {$entity['name']}");
    }
}
