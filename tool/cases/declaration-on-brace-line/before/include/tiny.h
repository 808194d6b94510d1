#pragma once

namespace tiny { struct A { int a = 1; }; }
namespace tiny { struct B { int b = 2; }; }
