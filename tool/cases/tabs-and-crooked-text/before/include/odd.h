#pragma once
namespace odd {
	struct   Odd{int a;    // first
		int		b ; };

	struct Even { };
}
