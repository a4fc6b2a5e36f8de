<?php

declare(strict_types=1);

namespace App;

use Closure;
use Stringable;

/** A text that is made when it is needed. */
final readonly class Lazy implements Stringable
{
    /** @param Closure(): string $make */
    public function __construct(private Closure $make)
    {
    }

    public function __toString(): string
    {
        return ($this->make)();
    }
}
