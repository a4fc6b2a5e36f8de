<?php

declare(strict_types=1);

namespace App;

use FastRoute\Dispatcher;
use FastRoute\RouteCollector;
use Throwable;

use function FastRoute\simpleDispatcher;

/** Puts the app together: protection first, then the routes. */
final class App
{
    /** No script runs on any page, and nothing comes from elsewhere. */
    private const array HEADERS = [
        'Content-Security-Policy' => "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'",
        'X-Content-Type-Options' => 'nosniff',
        'X-Frame-Options' => 'DENY',
        'Referrer-Policy' => 'no-referrer',
        'Cross-Origin-Opener-Policy' => 'same-origin',
        'Cross-Origin-Resource-Policy' => 'same-origin',
        'Strict-Transport-Security' => 'max-age=31536000',
    ];

    private readonly Csrf $csrf;

    private readonly View $view;

    private readonly Sessions $sessions;

    private readonly Dispatcher $routes;

    public function __construct(Config $config, private readonly Database $database, array $service, string|false $cache = false)
    {
        $this->csrf = new Csrf($config->cookieKey);
        $this->view = new View($service, $this->csrf, $cache);
        $this->sessions = new Sessions($database);
        $audit = new Audit($database);
        $records = new Records($database, $audit, new Encryption($config->dataKey));
        $references = new References($database, $service);
        $files = new Files($database, $config->uploads);
        $letterPage = new LetterPage($this->view, $records, $references, new Letters($database));
        $attempts = new Attempts($database);
        $public = new PublicPages($config, $service, $this->view, $records, $references, $files, $audit, $letterPage, $attempts);
        $export = new Export($database, $records, $references);
        $office = new OfficePages($service, $this->view, $records, $references, $files, $audit, $letterPage, $export);
        $accounts = new AccountPages($config, $service, $this->view, $database, $this->sessions, $audit, $attempts);
        $this->routes = simpleDispatcher(function (RouteCollector $routes) use ($public, $office, $accounts): void {
            $public->addRoutes($routes);
            $accounts->addRoutes($routes);
            $office->addRoutes($routes);
            $routes->get('/health', fn () => Response::json(['status' => 'ok']));
            $routes->get('/ready', $this->ready(...));
        });
    }

    public static function fromEnvironment(): self
    {
        $config = Config::fromEnvironment();
        $cache = dirname(__DIR__) . '/cache';
        return new self($config, new Database($config), Definition::load(), is_dir($cache) ? $cache : false);
    }

    public function handle(Request $request): Response
    {
        try {
            $response = $this->answer($request);
        } catch (PageError $error) {
            $response = $this->message($request, $error->title, $error->getMessage(), $error->status);
        } catch (Throwable $error) {
            // the place, not the values: those may be somebody's
            $id = bin2hex(random_bytes(4));
            error_log(sprintf('[%s] %s: %s (%s:%d)', $id, $error::class, $error->getMessage(), $error->getFile(), $error->getLine()));
            $words = 'Ini kesalahan kami, bukan Anda. Coba lagi beberapa saat, atau hubungi kantor.';
            $response = $this->message($request, 'Terjadi gangguan', "$words Kode kejadian: $id.", 500);
        }
        $response->headers += self::HEADERS;
        return $this->csrf->remember($request, $response);
    }

    private function answer(Request $request): Response
    {
        if ($request->path === '/petugas' || str_starts_with($request->path, '/petugas/')) {
            $refused = $this->requireLogin($request);
            if ($refused !== null) {
                return $refused;
            }
        }
        $method = $request->method === 'HEAD' ? 'GET' : $request->method;
        [$found, $handler, $parts] = $this->routes->dispatch($method, $request->path) + [1 => null, 2 => []];
        if ($found !== Dispatcher::FOUND) {
            throw PageError::notFound();
        }
        // every request that changes something, so that no route can forget it
        if ($method !== 'GET') {
            if ($request->isTooLarge) {
                throw PageError::tooLarge();
            }
            if (!$this->csrf->fits($request)) {
                throw PageError::stale();
            }
        }
        return $handler($request, ...$parts);
    }

    /** Everything below /petugas needs an account, and a password of its owner's own. */
    private function requireLogin(Request $request): ?Response
    {
        $request->user = $this->sessions->user($request);
        if ($request->user === null) {
            return Response::redirect('/masuk');
        }
        $mustChange = $request->user['must_change'] && $request->path !== '/petugas/sandi';
        return $mustChange ? Response::redirect('/petugas/sandi') : null;
    }

    /** 503 without its database: such a copy gets no visitors. */
    private function ready(): Response
    {
        try {
            $this->database->value('select 1 from app_user limit 1');
            return Response::json(['status' => 'ok']);
        } catch (Throwable $error) {
            error_log("database: {$error->getMessage()}");
            return Response::json(['status' => 'database'], 503);
        }
    }

    private function message(Request $request, string $title, string $words, int $status): Response
    {
        return $this->view->page('message', $request, $title, ['words' => $words], $status);
    }
}
