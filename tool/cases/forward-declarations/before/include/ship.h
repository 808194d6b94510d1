#pragma once

namespace core {
class Engine;
} // namespace core

int tow(const core::Engine *engine);
