<?php

declare(strict_types=1);

namespace App;

/**
 * Forms come from this app's own pages: each has a token that fits the visitor's cookie and session,
 * which another site can neither read nor make.
 */
final readonly class Csrf
{
    private const string COOKIE = 'formulir';

    public function __construct(private string $key)
    {
    }

    public function token(Request $request): string
    {
        $secret = $request->cookies[self::COOKIE] ?? '';
        if (preg_match('/^[0-9a-f]{32}$/', $secret) !== 1) {
            $secret = $request->newSecret ??= bin2hex(random_bytes(16));
        }
        return $this->sign($secret, $request);
    }

    public function fits(Request $request): bool
    {
        $secret = $request->cookies[self::COOKIE] ?? '';
        return $secret !== '' && hash_equals($this->sign($secret, $request), $request->form['_csrf'] ?? '');
    }

    /** Sends a new visitor's secret along. */
    public function remember(Request $request, Response $response): Response
    {
        return $request->newSecret === null
            ? $response
            : $response->cookie($request, self::COOKIE, $request->newSecret, 0, 'Strict');
    }

    private function sign(string $secret, Request $request): string
    {
        return hash_hmac('sha256', $secret . '|' . ($request->cookies[Sessions::COOKIE] ?? ''), $this->key);
    }
}
