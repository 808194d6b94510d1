#pragma once
namespace old { int f(long); namespace inner { int f(int); int user(); } }
