import { categories, categoryNames } from '../catalogue/categories.ts'

export const Footer = () => (
  <footer class="footer">
    <div class="footer-columns">
      <div>
        <p class="logo">
          sale<span>day</span>
        </p>
        <p>A shop that stays open. It is there to be looked at and tried out: nothing is sold, and no money moves.</p>
      </div>
      <nav aria-label="The shop">
        <h2>The shop</h2>
        <ul>
          {categories.map((category) => (
            <li key={category}>
              <a href={`/category/${category}`}>{categoryNames[category]}</a>
            </li>
          ))}
        </ul>
      </nav>
      <nav aria-label="You">
        <h2>You</h2>
        <ul>
          <li>
            <a href="/cart">Your cart</a>
          </li>
          <li>
            <a href="/orders">Your orders</a>
          </li>
          <li>
            <a href="/register">Open an account</a>
          </li>
        </ul>
      </nav>
    </div>
  </footer>
)
