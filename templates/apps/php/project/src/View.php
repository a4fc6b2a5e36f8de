<?php

declare(strict_types=1);

namespace App;

use Twig\Environment;
use Twig\Loader\FilesystemLoader;
use Twig\TwigFilter;
use Twig\TwigFunction;

/** Pages: pages/*.twig with words of this app. Twig escapes every value. */
final readonly class View
{
    public Environment $twig;

    public function __construct(private array $service, private Csrf $csrf, string|false $cache = false)
    {
        $this->twig = new Environment(new FilesystemLoader(dirname(__DIR__) . '/pages'), [
            'strict_variables' => true,
            'autoescape' => 'html',
            'cache' => $cache,
            'auto_reload' => true,
        ]);
        $this->twig->addGlobal('service', $service);
        $this->addWords();
    }

    private function addWords(): void
    {
        foreach (['time', 'day', 'iso', 'period'] as $name) {
            $this->twig->addFilter(new TwigFilter($name, [Times::class, $name]));
        }
        $this->twig->addFilter(new TwigFilter('bytes', Fields::bytes(...)));
        $this->twig->addFunction(new TwigFunction('state', Definition::state(...)));
        $this->twig->addFunction(new TwigFunction('is_final', Definition::isFinal(...)));
        $this->twig->addFunction(new TwigFunction('may', Access::may(...)));
        $this->twig->addFunction(new TwigFunction('moves', Access::moves(...)));
        $this->twig->addFunction(new TwigFunction('letters', Access::letters(...)));
        $this->twig->addFunction(new TwigFunction('entities', fn (array $user) => Access::entities($user, $this->service)));
        $this->twig->addFunction(new TwigFunction('role', fn (string $name) => Access::roleTitle($name, $this->service)));
        $this->twig->addFunction(new TwigFunction('record_title', References::title(...)));
        $this->twig->addFunction(new TwigFunction('shown', $this->shown(...)));
    }

    /** A value of a record as this account may read it; null for a citizen, who gets no personal fields. */
    public function shown(array $field, array $values, array $labels, ?array $user = null): string
    {
        $text = Fields::show($field, $values[$field['name']], $labels);
        $isHidden = $field['personal'] && ($user === null || !Access::seesPersonal($user, $this->service));
        return $isHidden ? Fields::mask($text) : $text;
    }

    /** @param string $name of pages/<name>.twig */
    public function page(string $name, Request $request, string $title, array $words = [], int $status = 200): Response
    {
        $html = $this->twig->render("$name.twig", [
            ...$words,
            'title' => $title,
            'path' => $request->path,
            'user' => $request->user,
            // made when a page with a form asks for it
            'token' => new Lazy(fn () => $this->csrf->token($request)),
        ]);
        return Response::page($html, $status);
    }
}
