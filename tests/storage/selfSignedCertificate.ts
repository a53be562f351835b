import { generateKeyPairSync, type KeyObject, sign } from 'node:crypto'

/** A TLS key with a certificate that nobody vouches for, valid from 2020 to 2049. */
export function makeSelfSignedCertificate(hostName: string): { key: string; cert: string } {
  const { publicKey, privateKey } = generateKeyPairSync('ed25519')
  const content = certificateContent(hostName, publicKey)
  const signature = sign(null, content, privateKey)
  const certificate = sequence(content, ED25519, der(0x03, Buffer.from([0]), signature))
  const cert = `-----BEGIN CERTIFICATE-----\n${certificate.toString('base64')}\n-----END CERTIFICATE-----\n`
  return { key: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(), cert }
}

function der(tag: number, ...parts: Buffer[]): Buffer {
  const content = Buffer.concat(parts)
  const length = content.length < 128 ? [content.length] : [0x82, content.length >> 8, content.length & 0xff]
  return Buffer.concat([Buffer.from([tag, ...length]), content])
}

const sequence = (...parts: Buffer[]) => der(0x30, ...parts)
const ED25519 = sequence(der(0x06, Buffer.from([0x2b, 0x65, 0x70])))
const COMMON_NAME = der(0x06, Buffer.from([0x55, 0x04, 0x03]))

/** TBSCertificate of RFC 5280, version 1. */
function certificateContent(hostName: string, publicKey: KeyObject): Buffer {
  const serial = der(0x02, Buffer.from([1]))
  const name = sequence(der(0x31, sequence(COMMON_NAME, der(0x0c, Buffer.from(hostName)))))
  const validity = sequence(der(0x17, Buffer.from('200101000000Z')), der(0x17, Buffer.from('491231235959Z')))
  return sequence(serial, ED25519, name, validity, name, publicKey.export({ type: 'spki', format: 'der' }))
}
