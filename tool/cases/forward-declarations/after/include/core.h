#pragma once

namespace core {

class Wheel {};

} // namespace core
