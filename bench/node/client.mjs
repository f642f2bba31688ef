// Two clients: undici as it is (`--form undici`), and Clerk's own library over it (`--form clerk`).
import {readFileSync} from 'node:fs'
import {parseArgs} from 'node:util'
import {Pool, Agent, setGlobalDispatcher} from 'undici'
import {createClerkClient} from '@clerk/backend'
import {drive} from './load.mjs'

const names = ['url', 'ca', 'form', 'concurrency', 'connections', 'warm-up', 'requests', 'seconds', 'rate']
const {values} = parseArgs({options: Object.fromEntries(names.map(name => [name, {type: 'string', default: '0'}]))})
const options = {...values}
for (const name of names.slice(3)) options[name] = Number(values[name])

const key = 'sk_test_fake_backend_key'
const dispatch = {connections: options.connections, pipelining: 1, connect: {ca: readFileSync(options.ca), rejectUnauthorized: true}}

function bySelf() {
    const pool = new Pool(options.url, dispatch)
    return async () => {
        const body = JSON.stringify({
            email_address: 'invite@example.com',
            public_metadata: {example: 'metadata', example_nested: {nested: 'metadata'}},
            redirect_url: 'https://www.example.com/new',
            notify: true,
            ignore_existing: true,
            expires_in_days: 30,
            template_slug: 'invitation',
        })
        const answer = await pool.request({
            path: '/v1/invitations',
            method: 'POST',
            headers: {
                authorization: `Bearer ${key}`,
                accept: 'application/json',
                'content-type': 'application/json',
                'clerk-api-version': '2026-05-12',
            },
            body,
        })
        const invitation = await answer.body.json()
        return answer.statusCode === 200 && Object.keys(invitation.public_metadata).length === 2
    }
}

function byClerk() {
    // Its `fetch` is Node's own, which takes the dispatcher that undici makes global.
    setGlobalDispatcher(new Agent(dispatch))
    const clerk = createClerkClient({secretKey: key, apiUrl: options.url, telemetry: {disabled: true}})
    return async () => {
        const invitation = await clerk.invitations.createInvitation({
            emailAddress: 'invite@example.com',
            publicMetadata: {example: 'metadata', example_nested: {nested: 'metadata'}},
            redirectUrl: 'https://www.example.com/new',
            notify: true,
            ignoreExisting: true,
            expiresInDays: 30,
            templateSlug: 'invitation',
        })
        return Object.keys(invitation.publicMetadata).length === 2
    }
}

await drive(options, options.form === 'clerk' ? byClerk() : bySelf())
