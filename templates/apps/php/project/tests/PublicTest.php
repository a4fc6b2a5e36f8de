<?php

declare(strict_types=1);

namespace App\Tests;

use App\Definition;
use App\Response;
use PHPUnit\Framework\Attributes\DataProvider;

/** What citizens do, and what they must not be able to do. */
final class PublicTest extends AppTestCase
{
    private Person $citizen;

    protected function setUp(): void
    {
        parent::setUp();
        $this->citizen = new Person($this->app);
    }

    /** Entities that citizens send in; a test without any has nothing to prove. */
    public static function offered(): array
    {
        $offered = array_filter(Definition::load()['entities'], fn (array $entity) => $entity['isPublic']);
        return $offered === [] ? [[null]] : array_map(fn (array $entity) => [$entity], $offered);
    }

    public function testFirstPageHasProtectionAndNoScript(): void
    {
        $page = $this->citizen->get('/');
        self::assertSame(200, $page->status);
        self::assertStringContainsString(htmlspecialchars($this->service['agency']), $page->text());
        self::assertStringContainsString("default-src 'none'", $page->headers['Content-Security-Policy']);
        self::assertSame('nosniff', $page->headers['X-Content-Type-Options']);
        self::assertStringNotContainsString('<script', $page->text());
    }

    public function testHealthReadinessAndPrivacy(): void
    {
        foreach (['/health', '/ready', '/data-pribadi', '/status', '/masuk'] as $path) {
            self::assertSame(200, $this->citizen->get($path)->status, $path);
        }
    }

    public function testMissingPageIsToldInWords(): void
    {
        $page = $this->citizen->get('/tidak-ada');
        self::assertSame(404, $page->status);
        self::assertStringContainsString('tidak ditemukan', $page->text());
    }

    public function testBackOfficeIsClosed(): void
    {
        foreach ($this->service['entities'] as ['name' => $name]) {
            self::assertSame('/masuk', $this->citizen->get("/petugas/data/$name")->headers['Location']);
            self::assertSame('/masuk', $this->citizen->post("/petugas/data/$name/baru")->headers['Location']);
        }
    }

    public function testOnlyWhatIsOfferedCanBeSentIn(): void
    {
        foreach ($this->service['entities'] as ['name' => $name, 'isPublic' => $isPublic]) {
            self::assertSame($isPublic ? 200 : 404, $this->citizen->get("/ajukan/$name")->status, $name);
        }
        self::assertSame(404, $this->citizen->get('/ajukan/app_user')->status);
    }

    #[DataProvider('offered')]
    public function testSendsInAndFollows(?array $entity): void
    {
        if (!$this->open($entity)) {
            return;
        }
        $sent = $this->send($entity);
        self::assertSame(303, $sent->status, $sent->text());
        $page = $this->citizen->get($sent->headers['Location']);
        preg_match('~^/status/([^?]+)~', $sent->headers['Location'], $found);
        self::assertStringContainsString($found[1], $page->text());
        self::assertStringContainsString($entity['states'][0]['title'], $page->text());
        $asked = $this->citizen->get('/status?nomor=' . strtolower($found[1]));
        self::assertSame("/status/$found[1]", $asked->headers['Location']);
    }

    #[DataProvider('offered')]
    public function testStatusPageNeverShowsPersonalData(?array $entity): void
    {
        if (!$this->open($entity)) {
            return;
        }
        $secret = array_map(fn () => 'RAHASIAPRIBADI', array_flip(array_column(array_filter(
            $entity['fields'],
            fn (array $field) => $field['personal'] && $field['type'] === 'text',
        ), 'name')));
        $sent = $this->send($entity, $secret);
        $page = $this->citizen->get($sent->headers['Location']);
        self::assertSame(200, $page->status);
        self::assertDoesNotMatchRegularExpression('/RAHASIAPRIBADI|3171234108900001|81234567890/', $page->text());
    }

    #[DataProvider('offered')]
    public function testEmptyFormIsExplainedAndKeepsWhatWasTyped(?array $entity): void
    {
        if (!$this->open($entity)) {
            return;
        }
        $texts = array_filter($entity['fields'], fn (array $field) => in_array($field['type'], ['text', 'paragraph'], true));
        $first = array_values($texts)[0] ?? null;
        $page = $this->citizen->post("/ajukan/{$entity['name']}", $first === null ? [] : [$first['name'] => '<b>"ketikan"</b>']);
        self::assertSame(422, $page->status);
        self::assertStringContainsString('perlu diperbaiki', $page->text());
        self::assertStringContainsString('<title>Perlu diperbaiki: ', $page->text());
        self::assertStringNotContainsString('<b>"ketikan"', $page->text());
        self::assertStringContainsString($first === null ? '' : '&lt;b&gt;&quot;ketikan', $page->text());
    }

    #[DataProvider('offered')]
    public function testFormNeedsItsToken(?array $entity): void
    {
        if (!$this->open($entity)) {
            return;
        }
        $before = $this->howMany($entity);
        [$texts, $files] = $this->sampleForm($entity);
        $url = "/ajukan/{$entity['name']}";
        self::assertSame(403, $this->citizen->post($url, [...$texts, '_csrf' => 'lain'], $files)->status);
        // another visitor's token is worth nothing here
        $stranger = new Person($this->app);
        $stranger->get($url);
        self::assertSame(403, $this->citizen->post($url, [...$texts, '_csrf' => $stranger->token], $files)->status);
        self::assertSame($before, $this->howMany($entity));
    }

    #[DataProvider('offered')]
    public function testProgramsAreNoFiles(?array $entity): void
    {
        if (!$this->open($entity)) {
            return;
        }
        [$texts, $files] = $this->sampleForm($entity);
        $fields = array_filter($entity['fields'], fn (array $field) => $field['type'] === 'file');
        foreach ($fields as ['name' => $name, 'accept' => $accept, 'maxBytes' => $most]) {
            $bad = [
                ["surat.$accept[0]", '<?php system($_GET["c"]);'],
                ["surat.$accept[0]", '<html><script>alert(1)</script>'],
                ['surat.php', $files[$name][1]],
                ["surat.$accept[0].html", $files[$name][1]],
                ["surat.$accept[0]", str_pad($files[$name][1], $most + 1)],
            ];
            foreach ($bad as $file) {
                $sent = $this->citizen->post("/ajukan/{$entity['name']}", $texts, [...$files, $name => $file]);
                self::assertSame(422, $sent->status, $file[0]);
                self::assertStringContainsString("id=\"$name-salah\"", $sent->text());
            }
        }
        self::assertNotEmpty($texts);
    }

    #[DataProvider('offered')]
    public function testAnythingCanBeWrittenWithoutHarm(?array $entity): void
    {
        if (!$this->open($entity)) {
            return;
        }
        [$texts, $files] = $this->sampleForm($entity);
        $evil = [
            "'; drop table {$entity['name']}; --", '" or 1=1 -- ', '{{ 7*7 }}{% include "x" %}', "%00\x00", '../../etc/passwd',
            '<script>alert(1)</script>', '" onmouseover="alert(1)', str_repeat('a', 70_000), '🏛️',
        ];
        foreach ($evil as $text) {
            foreach ($entity['fields'] as ['name' => $name]) {
                $sent = $this->citizen->post("/ajukan/{$entity['name']}", [...$texts, $name => $text], $files);
                self::assertContains($sent->status, [303, 422], "$name: " . substr($text, 0, 40));
                self::assertStringNotContainsString('<script', $sent->text());
                self::assertStringNotContainsString('" onmouseover', $sent->text());
            }
        }
        foreach (["' or 1=1 -- ", '<script>alert(1)</script>', '../../x'] as $text) {
            $page = $this->citizen->get('/status?nomor=' . rawurlencode($text));
            self::assertSame(404, $page->status);
            self::assertStringNotContainsString('<script', $page->text());
        }
        self::assertSame(200, $this->citizen->get('/ready')->status);
    }

    /** Opens the form; false when citizens send in nothing here. */
    private function open(?array $entity): bool
    {
        if ($entity === null) {
            self::assertSame(404, $this->citizen->get('/ajukan/apa-saja')->status);
            return false;
        }
        self::assertSame(200, $this->citizen->get("/ajukan/{$entity['name']}")->status);
        return true;
    }

    private function send(array $entity, array $more = []): Response
    {
        [$texts, $files] = $this->sampleForm($entity);
        return $this->citizen->post("/ajukan/{$entity['name']}", [...$texts, ...$more], $files);
    }
}
