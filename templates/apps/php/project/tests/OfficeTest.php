<?php

declare(strict_types=1);

namespace App\Tests;

use App\App;
use App\Config;
use App\Definition;
use PDOException;
use PHPUnit\Framework\Attributes\DataProvider;

/** The back office: who gets in, who may do what, and what is written down about it. */
final class OfficeTest extends AppTestCase
{
    public static function entities(): array
    {
        return array_map(fn (array $entity) => [$entity], Definition::load()['entities']);
    }

    public function testOnlyTheRightPasswordLetsIn(): void
    {
        [, $username] = $this->addUser($this->service['roles'][0]['name']);
        $person = new Person($this->app);
        $person->get('/masuk');
        self::assertSame(401, $person->post('/masuk', ['username' => $username, 'password' => 'salah'])->status);
        self::assertSame(401, $person->post('/masuk', ['username' => "' or 1=1 -- ", 'password' => "' or 1=1 -- "])->status);
        self::assertSame(303, $person->post('/masuk', ['username' => $username, 'password' => self::PASSWORD])->status);
        self::assertSame(200, $person->get('/petugas')->status);
        $cookie = $person->cookies['sesi'];
        self::assertSame(303, $person->post('/keluar')->status);
        self::assertSame('/masuk', $person->get('/petugas')->headers['Location']);
        $person->cookies['sesi'] = $cookie;
        self::assertSame('/masuk', $person->get('/petugas')->headers['Location'], 'a session that was ended');
    }

    public function testAnAccountRestsAfterFiveWrongPasswords(): void
    {
        [, $username] = $this->addUser($this->service['roles'][0]['name']);
        $person = new Person($this->app);
        $person->get('/masuk');
        for ($i = 0; $i < 5; $i++) {
            self::assertSame(401, $person->post('/masuk', ['username' => $username, 'password' => 'salah'])->status);
        }
        self::assertSame(401, $person->post('/masuk', ['username' => $username, 'password' => self::PASSWORD])->status);
    }

    public function testGuessesOfOneInstantAreCountedAll(): void
    {
        [$id, $username] = $this->addUser($this->service['roles'][0]['name']);
        // as many others are being looked at in this very moment
        self::$database->run('update app_user set failures = 7 where id = ?', [$id]);
        $person = new Person($this->app);
        $person->get('/masuk');
        self::assertSame(401, $person->post('/masuk', ['username' => $username, 'password' => self::PASSWORD])->status);
        self::assertNotNull(self::$database->value('select locked_until from app_user where id = ?', [$id]));
    }

    public function testAnAddressThatGuessesManyAccountsIsSlowedDown(): void
    {
        $config = new Config(...[...(array) self::$config, 'attempts' => 3]);
        $person = new Person(new App($config, self::$database, $this->service), '203.0.113.99');
        $person->get('/masuk');
        $statuses = [];
        for ($i = 0; $i < 8; $i++) {
            $statuses[] = $person->post('/masuk', ['username' => "siapa.$i", 'password' => 'salah'])->status;
        }
        self::assertContains(429, $statuses);
        self::assertSame(401, $statuses[0]);
    }

    public function testASessionThatWasPlantedIsWorthNothing(): void
    {
        [, $username] = $this->addUser($this->service['roles'][0]['name']);
        $person = new Person($this->app);
        $person->cookies['sesi'] = 'ditanam-penyerang';
        $person->get('/masuk');
        $person->post('/masuk', ['username' => $username, 'password' => self::PASSWORD]);
        self::assertNotSame('ditanam-penyerang', $person->cookies['sesi']);
        self::assertSame(200, $person->get('/petugas')->status);
        $person->cookies['sesi'] = 'ditanam-penyerang';
        self::assertSame('/masuk', $person->get('/petugas')->headers['Location']);
    }

    public function testSessionCookieIsKeptFromScripts(): void
    {
        [, $username] = $this->addUser($this->service['roles'][0]['name']);
        $person = new Person($this->app);
        $person->get('/masuk');
        $sent = $person->post('/masuk', ['username' => $username, 'password' => self::PASSWORD]);
        self::assertMatchesRegularExpression('/^sesi=[0-9a-f]{64}; Path=\/; HttpOnly; SameSite=Lax/', $sent->cookies[0]);
        $stored = self::$database->value('select count(*) from app_session where token_hash = ?', [$person->cookies['sesi']]);
        self::assertSame(0, $stored, 'only its hash is kept');
    }

    public function testAPasswordSomebodyElseMadeMustBeChanged(): void
    {
        $admin = $this->logInAs('admin');
        $admin->get('/petugas/pengguna');
        $role = $this->service['roles'][0]['name'];
        $username = 'baru.' . bin2hex(random_bytes(3));
        $made = $admin->post('/petugas/pengguna', ['username' => $username, 'name' => 'Baru', 'role' => $role]);
        preg_match('/<strong>([a-z0-9-]{19})<\/strong>/', $made->text(), $found);
        $person = new Person($this->app);
        $person->get('/masuk');
        $person->post('/masuk', ['username' => $username, 'password' => $found[1]]);
        self::assertSame('/petugas/sandi', $person->get('/petugas')->headers['Location']);
        $person->get('/petugas/sandi');
        self::assertSame(422, $person->post('/petugas/sandi', ['old' => $found[1], 'new' => 'pendek'])->status);
        self::assertSame(303, $person->post('/petugas/sandi', ['old' => $found[1], 'new' => self::PASSWORD])->status);
        self::assertSame(200, $person->get('/petugas')->status);
        $again = $admin->post('/petugas/pengguna', ['username' => $username, 'name' => 'Baru', 'role' => $role]);
        self::assertSame(422, $again->status);
    }

    public function testAccountsAreForAdministratorsAndRecordsAreNot(): void
    {
        $person = $this->logInAs($this->service['roles'][0]['name']);
        self::assertSame(404, $person->get('/petugas/pengguna')->status);
        self::assertSame(404, $person->get('/petugas/jejak')->status);
        // sent past the page
        $person->get('/petugas/sandi');
        [$id] = $this->addUser('admin');
        $account = ['username' => 'penyusup', 'name' => 'Penyusup', 'role' => 'admin'];
        self::assertSame(404, $person->post('/petugas/pengguna', $account)->status);
        self::assertSame(404, $person->post("/petugas/pengguna/$id", ['act' => 'matikan'])->status);
        self::assertSame(0, self::$database->value("select count(*) from app_user where username = 'penyusup'"));
        self::assertSame(1, self::$database->value('select count(*) from app_user where id = ? and is_active', [$id]));
        $admin = $this->logInAs('admin');
        self::assertSame(200, $admin->get('/petugas/jejak')->status);
        foreach ($this->service['entities'] as ['name' => $name]) {
            self::assertSame(404, $admin->get("/petugas/data/$name")->status);
        }
    }

    public function testAnAccountThatIsOffIsOut(): void
    {
        [$id] = $this->addUser($this->service['roles'][0]['name']);
        $person = new Person($this->app);
        $person->cookies['sesi'] = (new \App\Sessions(self::$database))->token($id);
        self::assertSame(200, $person->get('/petugas')->status);
        $admin = $this->logInAs('admin');
        $admin->get('/petugas/pengguna');
        self::assertSame(200, $admin->post("/petugas/pengguna/$id", ['act' => 'matikan'])->status);
        self::assertSame('/masuk', $person->get('/petugas')->headers['Location']);
    }

    public function testAnotherSiteCannotMakeAnybodyDoAnything(): void
    {
        $stranger = $this->logInAs('admin');
        $stranger->get('/petugas/sandi');
        $admin = $this->logInAs('admin');
        $admin->get('/petugas/sandi');
        $paths = ['/keluar', '/petugas/sandi', '/petugas/pengguna', '/petugas/pengguna/1'];
        foreach ($this->service['entities'] as ['name' => $name]) {
            array_push($paths, "/petugas/data/$name/baru", "/petugas/data/$name/1/ubah", "/petugas/data/$name/1/pindah");
        }
        foreach ($paths as $path) {
            foreach (['', $stranger->token] as $token) {
                self::assertSame(403, $admin->post($path, ['_csrf' => $token])->status, $path);
            }
        }
        self::assertSame(200, $admin->get('/petugas')->status);
    }

    #[DataProvider('entities')]
    public function testAnythingCanBeTypedWithoutHarm(array $entity): void
    {
        $base = "/petugas/data/{$entity['name']}";
        $role = array_values(array_intersect($entity['create'], $entity['view']))[0] ?? null;
        if ($role === null) {
            self::assertSame(404, $this->logInAs($entity['view'][0])->get("$base/baru")->status);
            return;
        }
        $person = $this->logInAs($role);
        $person->get("$base/baru");
        [$texts, $files] = $this->sampleForm($entity);
        $evil = [
            "'; delete from app_user; --", '{{ 7*7 }}', '../../etc/passwd',
            '<script>alert(1)</script>', '" onmouseover="alert(1)', "\x00",
        ];
        // whatever takes any text at once, so that it is kept; the others one by one
        $isFree = fn (array $field) => in_array($field['type'], ['text', 'paragraph'], true);
        $free = array_column(array_filter($entity['fields'], $isFree), 'name');
        $others = array_diff(array_column($entity['fields'], 'name'), $free);
        $pages = $person->get($base)->text();
        foreach ([$free, ...array_map(fn (string $name) => [$name], $others)] as $names) {
            foreach ($evil as $text) {
                $sent = $person->post("$base/baru", [...$texts, ...array_fill_keys($names, $text)], $files);
                self::assertContains($sent->status, [303, 422], implode(' ', $names) . ": $text");
                $pages .= $sent->text() . ($sent->status === 303 ? $person->get($sent->headers['Location'])->text() : '');
            }
        }
        $pages .= $person->get($base)->text();
        self::assertStringNotContainsString('<script', $pages);
        self::assertStringNotContainsString('" onmouseover', $pages);
    }

    #[DataProvider('entities')]
    public function testOnlyTheRightRolesOpenIt(array $entity): void
    {
        [$id] = $this->addSample($entity);
        $base = "/petugas/data/{$entity['name']}";
        foreach ($this->service['roles'] as ['name' => $role]) {
            $person = $this->logInAs($role);
            $may = fn (string $right) => in_array($role, $entity[$right], true) && in_array($role, $entity['view'], true) ? 200 : 404;
            self::assertSame($may('view'), $person->get($base)->status);
            self::assertSame($may('view'), $person->get("$base/$id")->status);
            self::assertSame($may('create'), $person->get("$base/baru")->status);
            self::assertSame($may('edit'), $person->get("$base/$id/ubah")->status);
            self::assertSame($may('export'), $person->get("$base/ekspor.csv")->status);
            $person->get('/petugas/sandi');
            self::assertSame($may('create') === 200 ? 422 : 404, $person->post("$base/baru")->status, 'sent past the page');
            self::assertNotSame(303, $person->post("$base/$id/ubah")->status);
        }
        foreach (['0', '999999999', '-1', "$id'", '1e9', "$id%20or%201=1"] as $other) {
            self::assertSame(404, $this->logInAs($entity['view'][0])->get("$base/$other")->status, $other);
        }
    }

    #[DataProvider('entities')]
    public function testPersonalDataIsMaskedWhereItNeedNotBeRead(array $entity): void
    {
        [$id] = $this->addSample($entity);
        $types = array_column(array_filter($entity['fields'], fn (array $field) => $field['personal']), 'type', 'name');
        foreach ($this->service['roles'] as ['name' => $role, 'personal' => $personal]) {
            if (!in_array($role, $entity['view'], true)) {
                continue;
            }
            $person = $this->logInAs($role);
            $page = $person->get("/petugas/data/{$entity['name']}/$id")->text();
            self::assertSame(in_array('nik', $types, true) && $personal, str_contains($page, '3171234108900001'), $role);
            foreach (array_keys($types, 'file', true) as $name) {
                $file = $person->get("/petugas/data/{$entity['name']}/$id/berkas/$name");
                self::assertSame($personal ? 200 : 404, $file->status);
            }
        }
    }

    #[DataProvider('entities')]
    public function testWhatIsEncryptedCannotBeReadInTheDatabase(array $entity): void
    {
        [$id] = $this->addSample($entity);
        $row = self::$database->one("select * from {$entity['name']} where id = ?", [$id]);
        foreach (array_filter($entity['fields'], fn (array $field) => $field['encrypted']) as ['name' => $name]) {
            self::assertStringStartsWith('v1.', $row[$name]);
        }
        self::assertNotEmpty($this->records()->open($entity, $row));
    }

    #[DataProvider('entities')]
    public function testFilesAreSavedNotShown(array $entity): void
    {
        [$id] = $this->addSample($entity);
        $personal = array_column(array_filter($this->service['roles'], fn (array $role) => $role['personal']), 'name');
        $role = array_values(array_intersect($entity['view'], $personal))[0] ?? $entity['view'][0];
        $person = $this->logInAs($role);
        self::assertSame(404, $person->get("/petugas/data/{$entity['name']}/$id/berkas/ticket")->status);
        foreach (array_filter($entity['fields'], fn (array $field) => $field['type'] === 'file') as $field) {
            if ($field['personal'] && !in_array($role, $personal, true)) {
                continue;
            }
            $file = $person->get("/petugas/data/{$entity['name']}/$id/berkas/{$field['name']}");
            self::assertStringStartsWith('attachment;', $file->headers['Content-Disposition']);
            self::assertSame(self::sampleFile($field)[1], $file->text());
        }
    }

    #[DataProvider('entities')]
    public function testAddsFindsCorrectsAndNotOverSomebodyElse(array $entity): void
    {
        $base = "/petugas/data/{$entity['name']}";
        $role = array_values(array_intersect($entity['create'], $entity['view']))[0] ?? null;
        $path = $role === null ? "$base/{$this->addSample($entity)[0]}" : $this->add($entity, $role, $base);
        $person = $this->logInAs($role ?? $entity['view'][0]);
        preg_match('/<h1>([^<]+)<\/h1>/', $person->get($path)->text(), $found);
        self::assertStringContainsString($found[1], $person->get("$base?q=$found[1]")->text());
        self::assertStringContainsString('<p class="small">0 data', $person->get("$base?q=%25")->text());
        self::assertSame(200, $person->get("$base?q=" . rawurlencode("' or '1'='1"))->status);
        self::assertSame(200, $person->get("$base?halaman=99999&keadaan=tidak-ada")->status);
        $editor = array_values(array_intersect($entity['edit'], $entity['view']))[0] ?? null;
        if ($editor === null) {
            return;
        }
        $person = $this->logInAs($editor);
        preg_match('/name="version" value="(\d+)"/', $person->get("$path/ubah")->text(), $version);
        [$texts] = $this->sampleForm($entity);
        $field = array_values(array_filter($entity['fields'], fn (array $field) => $field['type'] === 'text'))[0] ?? null;
        $changed = $field === null ? $texts : [...$texts, $field['name'] => 'Contoh <i>lain</i>'];
        $saved = $person->post("$path/ubah", [...$changed, 'version' => $version[1]]);
        self::assertSame(303, $saved->status, $saved->text());
        if ($field !== null) {
            self::assertStringNotContainsString('<i>lain', $person->get($path)->text());
            self::assertSame(409, $person->post("$path/ubah", [...$texts, 'version' => $version[1]])->status);
        }
    }

    private function add(array $entity, string $role, string $base): string
    {
        $person = $this->logInAs($role);
        $person->get("$base/baru");
        [$texts, $files] = $this->sampleForm($entity);
        $added = $person->post("$base/baru", $texts, $files);
        self::assertSame(303, $added->status, $added->text());
        return $added->headers['Location'];
    }

    #[DataProvider('entities')]
    public function testMovesWithTheRightRoleOnceAndOnRecord(array $entity): void
    {
        $base = "/petugas/data/{$entity['name']}";
        foreach ($entity['moves'] as $number => $move) {
            [$id] = $this->addSample($entity);
            $this->setState($entity, $id, $move['from'][0]);
            $step = ['langkah' => (string) $number, 'dari' => $move['from'][0], 'note' => 'Catatan <uji>'];
            foreach ($this->service['roles'] as ['name' => $role]) {
                if (!in_array($role, $move['by'], true)) {
                    $stranger = $this->logInAs($role);
                    $stranger->get('/petugas/sandi');
                    self::assertSame(404, $stranger->post("$base/$id/pindah", $step)->status, $role);
                }
            }
            $person = $this->logInAs($move['by'][0]);
            $person->get("$base/$id");
            if ($move['note']) {
                self::assertSame(422, $person->post("$base/$id/pindah", [...$step, 'note' => ' '])->status);
            }
            self::assertSame(303, $person->post("$base/$id/pindah", $step)->status);
            self::assertSame(409, $person->post("$base/$id/pindah", $step)->status);
            $page = $person->get("$base/$id")->text();
            self::assertStringContainsString('Catatan &lt;uji&gt;', $page);
            self::assertStringContainsString('dipindahkan', $page);
        }
        self::assertNotEmpty($entity['states']);
    }

    #[DataProvider('entities')]
    public function testPrintsLettersInTheirStatesWithTheSameNumber(array $entity): void
    {
        foreach ($entity['letters'] as $letter) {
            [$id, $ticket] = $this->addSample($entity);
            $person = $this->logInAs($letter['by'][0]);
            $citizen = new Person($this->app);
            $numbers = [];
            foreach ($entity['states'] as ['name' => $state]) {
                $this->setState($entity, $id, $state);
                $isOpen = in_array($state, $letter['states'], true);
                $page = $person->get("/petugas/data/{$entity['name']}/$id/surat/{$letter['name']}");
                self::assertSame($isOpen ? 200 : 404, $page->status, $state);
                $public = $citizen->get("/status/$ticket/surat/{$letter['name']}");
                self::assertSame($isOpen && $letter['isPublic'] && $entity['isPublic'] ? 200 : 404, $public->status, $state);
                if ($isOpen && preg_match('/Nomor: ([^<]+)/', $page->text(), $found) === 1) {
                    $numbers[] = $found[1];
                }
            }
            self::assertCount($letter['number'] === '' ? 0 : 1, array_unique($numbers));
        }
        self::assertNotEmpty($entity['states']);
    }

    #[DataProvider('entities')]
    public function testExportsWithoutFormulas(array $entity): void
    {
        [$id, $ticket] = $this->addSample($entity);
        $text = array_values(array_filter($entity['fields'], fn (array $field) => $field['type'] === 'text' && !$field['encrypted']))[0] ?? null;
        if ($text !== null) {
            self::$database->run("update {$entity['name']} set {$text['name']} = ? where id = ?", ['=cmd|x', $id]);
        }
        $role = array_values(array_intersect($entity['export'], $entity['view']))[0] ?? null;
        if ($role === null) {
            self::assertSame(404, $this->logInAs($entity['view'][0])->get("/petugas/data/{$entity['name']}/ekspor.csv")->status);
            return;
        }
        $csv = $this->logInAs($role)->get("/petugas/data/{$entity['name']}/ekspor.csv")->text();
        self::assertStringContainsString("\"$ticket\"", $csv);
        self::assertDoesNotMatchRegularExpression('/(^|,)"[=@]/m', $csv);
    }

    public function testTheTrailOnlyGrows(): void
    {
        $person = $this->logInAs($this->service['roles'][0]['name']);
        $person->get('/petugas/sandi');
        $person->post('/petugas/sandi', ['old' => self::PASSWORD, 'new' => 'lima kata yang lebih panjang']);
        self::assertSame(1, self::$database->run("insert into app_audit (at, actor, action, detail) values (now(), 'x', 'y', '')"));
        foreach (["update app_audit set actor = 'x'", 'delete from app_audit'] as $sql) {
            try {
                self::$database->run($sql);
                self::fail($sql);
            } catch (PDOException $error) {
                self::assertStringContainsString('jejak audit', $error->getMessage());
            }
        }
    }

    public function testWhatGoesWrongIsNotTold(): void
    {
        $config = new Config(...[...(array) self::$config, 'socket' => '', 'host' => '127.0.0.1:1', 'password' => 'rahasia-basis-data']);
        $previous = ini_set('error_log', '/dev/null');
        $app = new App($config, new \App\Database($config), $this->service);
        $page = (new Person($app))->get('/status?nomor=X-1');
        self::assertSame(503, (new Person($app))->get('/ready')->status);
        ini_set('error_log', (string) $previous);
        self::assertContains($page->status, [404, 500]);
        self::assertDoesNotMatchRegularExpression('/rahasia-basis-data|PDO|SQLSTATE|\.php/', $page->text());
    }
}
