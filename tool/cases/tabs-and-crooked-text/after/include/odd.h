#pragma once
namespace odd {
	struct Even { };
}
