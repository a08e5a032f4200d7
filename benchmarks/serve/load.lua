-- wrk's part of serve_load.py. Arguments: file of addresses, the number of the first, file for the figures.

local requests, count, measured = {}, 0, nil

function init(arguments)
  for path in io.lines(arguments[1]) do
    requests[#requests + 1] = wrk.format("GET", path) -- made before the clock runs
  end
  count = tonumber(arguments[2])
  out = arguments[3] -- global: `done` runs in a state of its own and asks the thread for it
end

function setup(thread)
  measured = thread
end

function request()
  count = count + 1
  return requests[(count - 1) % #requests + 1]
end

function done(summary, latency, _)
  local errors = summary.errors
  local file = assert(io.open(measured:get("out"), "w"))
  file:write(string.format(
    '{"requests": %d, "microseconds": %d, "bytes": %d, "p50": %d, "p99": %d, "max": %d, "errors": '
      .. '{"connect": %d, "read": %d, "write": %d, "status": %d, "timeout": %d}}\n',
    summary.requests, summary.duration, summary.bytes,
    latency:percentile(50), latency:percentile(99), latency.max,
    errors.connect, errors.read, errors.write, errors.status, errors.timeout
  ))
  file:close()
end
