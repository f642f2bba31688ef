import {readFileSync} from 'node:fs'

// Not `resourceUsage`: its figure begins with that of the program that started this one.
function peakResident() {
    return Number(/VmHWM:\s*(\d+)/.exec(readFileSync('/proc/self/status', 'utf8'))[1]) * 1024
}

// Measures the calls between the warm-up and the end.
export class Load {
    #options
    #warmUp
    #begun
    #before
    #latencies = []
    #errors = 0
    over = false

    constructor(options) {
        this.#options = options
        this.#warmUp = options['warm-up']
        if (this.#warmUp <= 0) this.#begin(performance.now())
    }

    #begin(now) {
        this.#begun = now
        this.#before = process.resourceUsage()
    }

    get warmingUp() {
        return this.#begun === undefined
    }

    ended(begun, success) {
        if (this.over) return
        const now = performance.now()
        if (!success) ++this.#errors
        if (this.#begun === undefined) {
            if (--this.#warmUp === 0) this.#begin(now)
            return
        }
        if (this.#options.rate > 0 && begun < this.#begun) return // of the warm-up
        this.#latencies.push((now - begun) * 1000)
        const {requests, seconds} = this.#options
        if (requests > 0 ? this.#latencies.length >= requests : now - this.#begun >= seconds * 1000) this.#finish(now)
    }

    #finish(now) {
        this.over = true
        const after = process.resourceUsage()
        const sorted = Float64Array.from(this.#latencies).sort()
        const quantile = part => sorted[Math.min(sorted.length - 1, Math.floor(part * sorted.length))]
        console.log(JSON.stringify({
            requests: sorted.length,
            errors: this.#errors,
            wall_s: (now - this.#begun) / 1000,
            user_s: (after.userCPUTime - this.#before.userCPUTime) / 1e6,
            sys_s: (after.systemCPUTime - this.#before.systemCPUTime) / 1e6,
            latency_us: {p50: quantile(0.5), p90: quantile(0.9), p99: quantile(0.99), p999: quantile(0.999), max: quantile(1)},
            peak_resident_bytes: peakResident(),
        }))
        process.exit(0)
    }
}

// Calls `call` as the options say.
export async function drive(options, call) {
    const load = new Load(options)
    const measured = async begun => {
        let success = false
        try {
            success = await call()
        } catch (error) {
            console.error(error)
        }
        load.ended(begun, success)
    }
    const callWhile = (concurrency, wanted) => Promise.all(Array.from({length: concurrency}, async () => {
        while (wanted()) await measured(performance.now())
    }))
    if (options.rate > 0) {
        // So that all connections are open: connecting is not to be measured.
        await callWhile(options.connections, () => load.warmingUp)
        const interval = 1000 / options.rate
        let due = performance.now()
        // Node's timers have a resolution of a millisecond: each begins all calls that have become due.
        const turn = () => {
            for (const now = performance.now(); due <= now; due += interval) measured(due)
            setTimeout(turn, Math.max(1, due - performance.now()))
        }
        turn()
        return
    }
    await callWhile(options.concurrency, () => !load.over)
}
