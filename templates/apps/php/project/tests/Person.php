<?php

declare(strict_types=1);

namespace App\Tests;

use App\App;
use App\Request;
use App\Response;

/** Somebody at a browser: keeps cookies, reads the token of the last page, sends forms. */
final class Person
{
    /** @var array<string, string> */
    public array $cookies = [];

    public string $token = '';

    public function __construct(private readonly App $app, public readonly string $address = '203.0.113.7')
    {
    }

    public function get(string $url): Response
    {
        return $this->ask('GET', $url, [], []);
    }

    /** Sends a form with the last page's token. @param array<string, array{string, string}> $files name and content */
    public function post(string $url, array $form = [], array $files = []): Response
    {
        $uploads = [];
        foreach ($files as $field => [$name, $content]) {
            $path = tempnam(sys_get_temp_dir(), 'unggah');
            file_put_contents($path, $content);
            $uploads[$field] = ['name' => $name, 'path' => $path, 'bytes' => strlen($content)];
        }
        try {
            return $this->ask('POST', $url, $form + ['_csrf' => $this->token], $uploads);
        } finally {
            array_map(fn (array $upload) => unlink($upload['path']), $uploads);
        }
    }

    private function ask(string $method, string $url, array $form, array $files): Response
    {
        parse_str((string) parse_url($url, PHP_URL_QUERY), $query);
        $path = rawurldecode(parse_url($url, PHP_URL_PATH));
        $response = $this->app->handle(new Request($method, $path, $query, $form, $files, $this->cookies, $this->address));
        foreach ($response->cookies as $cookie) {
            [$name, $value] = explode('=', explode(';', $cookie)[0], 2);
            $this->cookies[$name] = $value;
        }
        if (is_string($response->body) && preg_match('/name="_csrf" value="([^"]+)"/', $response->body, $found) === 1) {
            $this->token = $found[1];
        }
        return $response;
    }
}
