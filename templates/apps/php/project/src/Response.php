<?php

declare(strict_types=1);

namespace App;

/** One answer. */
final class Response
{
    /** @var list<string> values of Set-Cookie */
    public array $cookies = [];

    /**
     * @param string|iterable<string> $body whole, or piece by piece
     * @param array<string, string> $headers
     */
    public function __construct(
        public int $status,
        public string|iterable $body = '',
        public array $headers = [],
    ) {
    }

    /** A page, which no cache may keep. */
    public static function page(string $html, int $status = 200): self
    {
        return new self($status, $html, ['Content-Type' => 'text/html; charset=utf-8', 'Cache-Control' => 'no-store']);
    }

    public static function redirect(string $path): self
    {
        return new self(303, '', ['Location' => $path, 'Cache-Control' => 'no-store']);
    }

    public static function json(array $data, int $status = 200): self
    {
        return new self($status, json_encode($data) . "\n", ['Content-Type' => 'application/json']);
    }

    /** @param int $seconds it is kept; 0: until the browser is closed; negative: it goes now */
    public function cookie(Request $request, string $name, string $value, int $seconds, string $site = 'Lax'): self
    {
        $age = $seconds === 0 ? '' : '; Max-Age=' . max(0, $seconds);
        $secure = $request->isSecure ? '; Secure' : '';
        $this->cookies[] = "$name=$value; Path=/; HttpOnly; SameSite=$site$age$secure";
        return $this;
    }

    public function text(): string
    {
        return is_string($this->body) ? $this->body : implode('', iterator_to_array($this->body, false));
    }

    public function send(): void
    {
        http_response_code($this->status);
        foreach ($this->headers as $name => $value) {
            header("$name: $value");
        }
        foreach ($this->cookies as $cookie) {
            header("Set-Cookie: $cookie", false);
        }
        foreach (is_string($this->body) ? [$this->body] : $this->body as $piece) {
            echo $piece;
        }
    }
}
