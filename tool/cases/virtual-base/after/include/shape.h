#pragma once

namespace shape {

class Square;

} // namespace shape
