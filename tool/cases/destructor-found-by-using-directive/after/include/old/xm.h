#pragma once
namespace lib { namespace XM {
class Props { public: int n = 1; };
} }
